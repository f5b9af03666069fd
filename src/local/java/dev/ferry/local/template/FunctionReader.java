package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.template.LambdaFunction.AsynchronousInvocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an {@code AWS::Serverless::Function}; the defaults are those of SAM and Lambda. */
final class FunctionReader {
    private static final Set<String> HEEDED =
            Set.of("FunctionName", "Handler", "Environment", "MemorySize", "Timeout", "Events", "EventInvokeConfig");
    private static final Set<String> PASSED_OVER = Set.of(
            "Architectures",
            "AssumeRolePolicyDocument",
            "AutoPublishAlias",
            "AutoPublishAliasAllProperties",
            "CodeUri",
            "DeploymentPreference",
            "Description",
            "EphemeralStorage",
            "KmsKeyArn",
            "LoggingConfig",
            "PermissionsBoundary",
            "Policies",
            "ProvisionedConcurrencyConfig",
            "ReservedConcurrentExecutions",
            "Role",
            "Runtime",
            "RuntimeManagementConfig",
            "SnapStart",
            "Tags",
            "Tracing",
            "VpcConfig");
    private static final int MEMORY_MEGABYTES = 128;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int RETRY_ATTEMPTS = 2;
    private static final Duration EVENT_AGE = Duration.ofHours(6);

    private final Resources resources;
    private final JsonNode globals;
    private final TriggerReader triggerReader;

    FunctionReader(Resources resources, JsonNode globals, List<Table> tables) {
        this.resources = resources;
        this.globals = globals;
        this.triggerReader = new TriggerReader(resources, tables);
    }

    LambdaFunction read(String logicalId) {
        Properties function = Properties.of(
                merged(globals, resources.declared(logicalId)),
                resources.intrinsics(),
                resources.locationOf(logicalId),
                HEEDED,
                PASSED_OVER);
        List<Trigger> triggers = triggers(function);
        return new LambdaFunction(
                logicalId,
                function.text("Handler"),
                function.part("Environment", Set.of("Variables")).textsByName("Variables"),
                function.integer("MemorySize", MEMORY_MEGABYTES),
                function.seconds("Timeout", TIMEOUT),
                triggers,
                asynchronous(function));
    }

    private List<Trigger> triggers(Properties function) {
        List<Trigger> triggers = new ArrayList<>();
        for (Iterator<String> names = function.tree("Events").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Location location = function.locationOf("Events").child(name);
            triggerReader.read(function.tree("Events").get(name), location).ifPresent(triggers::add);
        }
        return triggers;
    }

    private AsynchronousInvocation asynchronous(Properties function) {
        Properties config = function.part(
                "EventInvokeConfig",
                Set.of("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig"));
        return new AsynchronousInvocation(
                config.integer("MaximumRetryAttempts", RETRY_ATTEMPTS),
                config.seconds("MaximumEventAgeInSeconds", EVENT_AGE),
                onFailureQueue(config, resources));
    }

    /** The queue that {@code DestinationConfig/OnFailure} names. */
    static Optional<String> onFailureQueue(Properties config, Resources resources) {
        Properties destinations = config.part("DestinationConfig", Set.of("OnFailure"));
        if (!destinations.has("OnFailure")) {
            return Optional.empty();
        }
        Properties onFailure = destinations.part("OnFailure", Set.of("Type", "Destination"));
        String type = onFailure.text("Type");
        if (!type.equals("SQS")) {
            throw onFailure.locationOf("Type").fault("must be SQS on one machine, not " + type);
        }
        return Optional.of(
                resources.declaredQueue(onFailure.text("Destination"), onFailure.locationOf("Destination")));
    }

    /** SAM's rule for globals: maps are merged, lists follow each other, anything else is replaced. */
    private static JsonNode merged(JsonNode global, JsonNode own) {
        if (own.isMissingNode() || own.isNull()) {
            return global;
        }
        if (global.isArray() && own.isArray()) {
            return global.<ArrayNode>deepCopy()
                    .addAll((ArrayNode) own);
        }
        if (!global.isObject() || !own.isObject() || Intrinsics.isFunction(global) || Intrinsics.isFunction(own)) {
            return own;
        }
        ObjectNode merged = global.deepCopy();
        for (Iterator<String> names = own.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            merged.set(name, merged(global.path(name), own.get(name)));
        }
        return merged;
    }
}
