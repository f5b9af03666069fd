package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.lambda.Invoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Takes the place of a function: answers what a test says, and keeps the events. */
final class ScriptedFunction implements Invoker {
    private final Function<JsonNode, String> answer;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private ScriptedFunction(Function<JsonNode, String> answer) {
        this.answer = answer;
    }

    /** @param answer from the event to the answer's JSON; an exception is the function's failure */
    static ScriptedFunction answering(Function<JsonNode, String> answer) {
        return new ScriptedFunction(answer);
    }

    /** Reports as failed the records that the test names by their identifiers. */
    static String reporting(List<String> identifiers) {
        StringBuilder json = new StringBuilder("{\"batchItemFailures\":[");
        json.append(String.join(",", identifiers.stream()
                .map(identifier -> "{\"itemIdentifier\":\"" + identifier + "\"}")
                .toList()));
        return json.append("]}").toString();
    }

    @Override
    public InvocationResult invoke(String function, String region, byte[] event) {
        try {
            JsonNode tree = new ObjectMapper().readTree(event);
            events.add(tree);
            return new InvocationResult.Success(answer.apply(tree).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            return new InvocationResult.Failure("IllegalState", e.getMessage(), "{}".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> events() {
        return events;
    }

    /** What stands at a JSON pointer in each record of each event, an event a list. */
    List<List<String>> batches(String pointer) {
        List<List<String>> batches = new ArrayList<>();
        for (JsonNode event : events) {
            List<String> batch = new ArrayList<>();
            event.path("Records").forEach(each -> batch.add(each.at(pointer).asText()));
            batches.add(batch);
        }
        return batches;
    }
}
