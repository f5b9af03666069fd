package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.lambda.Invoker;
import dev.ferry.local.lambda.StackLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A function that is given batches of records and may say which of them failed.
 *
 * @param reportsBatchItemFailures whether the answer's {@code batchItemFailures} are heeded
 */
record BatchFunction(Invoker invoker, String logicalId, StackLocation location, boolean reportsBatchItemFailures) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A record of an event, and what the function calls it if it fails. */
    interface Item {
        String identifier();

        JsonNode event();
    }

    String arn() {
        return location.functionArn(logicalId);
    }

    /**
     * Invokes the function with the event {@code {"Records": […]}}.
     *
     * @return the identifiers of the items that failed: none, some or all
     */
    Set<String> failuresOf(List<? extends Item> batch) {
        ObjectNode event = JSON.createObjectNode();
        event.putArray("Records").addAll(batch.stream().map(Item::event).toList());
        InvocationResult result =
                invoker.invoke(logicalId, location.region(), event.toString().getBytes(StandardCharsets.UTF_8));
        Set<String> all = new HashSet<>();
        batch.forEach(item -> all.add(item.identifier()));
        if (result instanceof InvocationResult.Failure) {
            return all;
        }
        return reportsBatchItemFailures ? reported(result.payload(), all) : Set.of();
    }

    /** An answer that cannot be read, or names what was not in the batch, is taken for the failure of all, as Lambda does. */
    private static Set<String> reported(byte[] answer, Set<String> all) {
        JsonNode failures;
        try {
            failures = JSON.readTree(answer).path("batchItemFailures");
        } catch (IOException e) {
            return all;
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : failures) {
            String identifier = failure.path("itemIdentifier").asText();
            if (!all.contains(identifier)) {
                return all;
            }
            failed.add(identifier);
        }
        return failed;
    }
}
