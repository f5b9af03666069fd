package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;

/** What the names of a template stand for: its parameters, its resources and their attributes. */
interface References {
    /**
     * What {@code Ref} gives, a missing node for {@code AWS::NoValue}.
     *
     * @throws TemplateException if there is nothing of that name
     */
    JsonNode ref(String name, Location location);

    /**
     * What {@code Fn::GetAtt} gives.
     *
     * @throws TemplateException if there is no such resource, or it has no such attribute here
     */
    JsonNode attribute(String logicalId, String attribute, Location location);
}
