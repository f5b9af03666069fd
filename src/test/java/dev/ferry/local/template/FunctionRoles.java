package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The roles that a template gives its functions, resolved for one deployment. */
public final class FunctionRoles {
    private final Path file;
    private final JsonNode template;
    private final Intrinsics intrinsics;

    private FunctionRoles(Path file, TemplateParameters deployment) {
        this.file = file;
        this.template = TemplateYaml.read(file);
        Location top = Location.topOf(file);
        ParameterValues parameters =
                new ParameterValues(template.path("Parameters"), deployment, top.child("Parameters"));
        References resources = new EveryResource(new Resources(template, parameters, deployment, top));
        this.intrinsics = new Intrinsics(resources, template.path("Conditions"), template.path("Mappings"), top);
    }

    /**
     * The policy documents of each function's role, by the name under which the function is chosen in the artefact.
     *
     * @throws TemplateException if a function has no role of its own
     */
    public static Map<String, List<JsonNode>> policies(Path file, TemplateParameters deployment) {
        return new FunctionRoles(file, deployment).policies();
    }

    private Map<String, List<JsonNode>> policies() {
        Map<String, List<JsonNode>> policies = new TreeMap<>();
        Map<String, String> functionOfRole = new TreeMap<>();
        JsonNode resources = template.path("Resources");
        for (Iterator<String> ids = resources.fieldNames(); ids.hasNext(); ) {
            String id = ids.next();
            JsonNode function = resources.get(id);
            if (function.path("Type").asText().equals("AWS::Serverless::Function")) {
                Location location = Location.topOf(file).child(id);
                String role = function.at("/Properties/Role/Fn::GetAtt/0").asText();
                if (!resources.path(role).path("Type").asText().equals("AWS::IAM::Role")) {
                    throw location.fault("has no role of its own");
                }
                if (functionOfRole.put(role, id) != null) {
                    throw location.fault("shares the role " + role);
                }
                policies.put(
                        function.at("/Properties/Environment/Variables/QUARKUS_LAMBDA_HANDLER").asText(),
                        documents(resources.get(role).path("Properties"), location));
            }
        }
        return policies;
    }

    private List<JsonNode> documents(JsonNode role, Location location) {
        if (role.has("ManagedPolicyArns")) {
            throw location.fault("has a managed policy, which says nothing of this stack's names");
        }
        List<JsonNode> documents = new ArrayList<>();
        for (JsonNode policy : role.path("Policies")) {
            documents.add(intrinsics.resolve(policy.path("PolicyDocument"), location));
        }
        return documents;
    }

    /** The resources that the one-machine cloud knows, with their real ARNs, and the others by their logical ids. */
    private record EveryResource(Resources known) implements References {
        @Override
        public JsonNode ref(String name, Location usedAt) {
            return known.ref(name, usedAt);
        }

        @Override
        public JsonNode attribute(String logicalId, String attribute, Location usedAt) {
            try {
                return known.attribute(logicalId, attribute, usedAt);
            } catch (TemplateException passedOver) {
                return new TextNode("arn:passed-over:" + logicalId + ":" + attribute);
            }
        }
    }
}
