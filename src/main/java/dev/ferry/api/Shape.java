package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;

/** What a member of a request may hold, as ECR's service model says it ({@link EcrModel}). */
sealed interface Shape permits StringShape, NumberShape, BooleanShape, BlobShape, ListShape, StructureShape {

    /**
     * Checks a value and gives it back as this shape holds it: a blob decoded, a structure with the members that it has
     * in the model and no others.
     *
     * @param value what the request has; never JSON's null, which is for whoever holds the member to judge
     * @param path  how an error calls the member: {@code replicationConfiguration.rules.1.member.destinations}
     * @throws dev.ferry.registry.EcrException SerializationException if the value is of another JSON type,
     *     InvalidParameterException if it breaks a constraint
     */
    JsonNode read(JsonNode value, String path);
}
