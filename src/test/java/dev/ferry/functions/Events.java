package dev.ferry.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The events of the directory {@code events}. */
final class Events {
    static final Path DIRECTORY = Path.of("events");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    static ObjectNode read(String file) {
        try {
            return (ObjectNode) JSON.readTree(DIRECTORY.resolve(file).toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The names of the files, sorted. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The function that an event is for, by the event's name. */
    static LambdaFunction function(Template template, String event) {
        return template.functions().stream()
                .filter(function -> event.startsWith(function.environment().get("QUARKUS_LAMBDA_HANDLER") + "-"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function's name starts " + event));
    }

    /** The only record of an event of records, to be changed into another one. */
    static ObjectNode record(String file) {
        return (ObjectNode) read(file).get("Records").get(0);
    }

    static ObjectNode ofRecords(JsonNode... records) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode array = event.putArray("Records");
        List.of(records).forEach(array::add);
        return event;
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException noJson) {
            throw new IllegalArgumentException(json, noJson);
        }
    }
}
