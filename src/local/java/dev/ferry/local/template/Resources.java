package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The resources a template declares, as far as their conditions hold, with their names and ARNs. */
final class Resources implements References {
    private final JsonNode declarations;
    private final ParameterValues parameters;
    private final TemplateParameters deployment;
    private final Location location;
    private final Intrinsics intrinsics;
    private final Set<String> underWay = new HashSet<>();

    Resources(JsonNode template, ParameterValues parameters, TemplateParameters deployment, Location top) {
        this.declarations = template.path("Resources");
        this.parameters = parameters;
        this.deployment = deployment;
        this.location = top.child("Resources");
        this.intrinsics = new Intrinsics(this, template.path("Conditions"), template.path("Mappings"), top);
        if (!declarations.isObject()) {
            throw location.fault("is missing, or no map");
        }
    }

    /** The logical ids of one type, as they follow each other in the template. */
    List<String> ofType(ResourceType type) {
        List<String> logicalIds = new ArrayList<>();
        for (Iterator<String> ids = declarations.fieldNames(); ids.hasNext(); ) {
            String logicalId = ids.next();
            if (exists(logicalId) && typeOf(logicalId).filter(type::equals).isPresent()) {
                logicalIds.add(logicalId);
            }
        }
        return logicalIds;
    }

    /** A resource's own properties, with nothing resolved yet. */
    JsonNode declared(String logicalId) {
        return declarations.get(logicalId).path("Properties");
    }

    Intrinsics intrinsics() {
        return intrinsics;
    }

    Location locationOf(String logicalId) {
        return location.child(logicalId).child("Properties");
    }

    /** The resource's name: its own, or one made of its logical id. */
    String nameOf(String logicalId, ResourceType type) {
        if (!underWay.add(logicalId)) {
            throw location.child(logicalId).fault("has a name that depends on itself");
        }
        try {
            String property = type.nameProperty();
            JsonNode name = intrinsics.resolve(
                    declared(logicalId).path(property), locationOf(logicalId).child(property));
            if (!name.isMissingNode()) {
                return intrinsics.text(name, locationOf(logicalId).child(property));
            }
            return type == ResourceType.BUCKET
                    ? String.join("-", logicalId.toLowerCase(Locale.ROOT), deployment.accountId(), deployment.region())
                    : logicalId;
        } finally {
            underWay.remove(logicalId);
        }
    }

    /**
     * The name of the queue with this ARN.
     *
     * @throws TemplateException if the template declares no such queue
     */
    String declaredQueue(String arn, Location usedAt) {
        String name = Arns.queueName(arn, usedAt);
        return ofType(ResourceType.QUEUE).stream()
                .map(logicalId -> nameOf(logicalId, ResourceType.QUEUE))
                .filter(name::equals)
                .findFirst()
                .orElseThrow(() -> usedAt.fault("names the queue " + name + ", which the template does not declare"));
    }

    @Override
    public JsonNode ref(String name, Location usedAt) {
        return parameters.value(name).orElseGet(() -> new TextNode(existingType(name, usedAt)
                .map(type -> type == ResourceType.QUEUE ? queueUrl(name) : nameOf(name, type))
                .orElse(name)));
    }

    @Override
    public JsonNode attribute(String logicalId, String attribute, Location usedAt) {
        Optional<String> value = existingType(logicalId, usedAt)
                .flatMap(type -> attributeOf(type, attribute, nameOf(logicalId, type), logicalId));
        return new TextNode(
                value.orElseThrow(() -> usedAt.fault(logicalId + " has no attribute " + attribute + " on one machine")));
    }

    private Optional<String> attributeOf(ResourceType type, String attribute, String name, String logicalId) {
        return Optional.ofNullable(
                switch (type.name() + "." + attribute) {
                    case "TABLE.Arn" -> Arns.table(deployment, name);
                    case "TABLE.StreamArn" -> Arns.stream(deployment, name);
                    case "QUEUE.Arn" -> Arns.queue(deployment, name);
                    case "QUEUE.QueueName" -> name;
                    case "QUEUE.QueueUrl" -> queueUrl(logicalId);
                    case "BUCKET.Arn" -> "arn:" + deployment.partition() + ":s3:::" + name;
                    case "FUNCTION.Arn" -> deployment.arn("lambda", "function:" + name);
                    default -> null;
                });
    }

    private String queueUrl(String logicalId) {
        return "https://sqs." + deployment.region() + "." + deployment.dnsSuffix() + "/" + deployment.accountId() + "/"
                + nameOf(logicalId, ResourceType.QUEUE);
    }

    private Optional<ResourceType> existingType(String logicalId, Location usedAt) {
        if (!declarations.has(logicalId) || !exists(logicalId)) {
            throw usedAt.fault("names " + logicalId + ", which is neither a parameter nor a resource");
        }
        return typeOf(logicalId);
    }

    private Optional<ResourceType> typeOf(String logicalId) {
        return ResourceType.of(declarations.get(logicalId).path("Type").asText(), location.child(logicalId));
    }

    private boolean exists(String logicalId) {
        JsonNode condition = declarations.get(logicalId).path("Condition");
        return condition.isMissingNode()
                || intrinsics.conditions().holds(condition.asText(), location.child(logicalId));
    }
}
