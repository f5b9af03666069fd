package dev.ferry.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.s3.DurableFiles;
import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events that were accepted and have not come to their end, a file each, so that they outlast the local cloud however
 * it ends.
 */
public final class AcceptedEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEPT = ".json";
    private static final String UNFINISHED = ".new";

    private final Path folder;
    /** What the run before did not come to the end of, and this one has not taken up yet. */
    private final List<JsonNode> left = new ArrayList<>();

    private AcceptedEvents(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder, with what the run before left in it.
     *
     * @throws UncheckedIOException if it cannot be read, or has a file that is no event
     */
    public static AcceptedEvents in(Path folder) {
        AcceptedEvents events = new AcceptedEvents(folder);
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    if (file.toString().endsWith(UNFINISHED)) {
                        Files.delete(file); // of an event that nobody was told was accepted, or was noted before
                    } else {
                        events.left.add(read(file));
                    }
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the events that were accepted: " + e.getMessage(), e);
        }
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is no event", e);
        }
    }

    /** Has the event on disk when it returns, in place of what was noted of it before. */
    void keep(AcceptedEvent event) {
        byte[] content = JSON.createObjectNode()
                .put("requestId", event.requestId())
                .put("function", event.function().logicalId())
                .put("region", event.region())
                .put("event", event.event())
                .put("at", event.at().toString())
                .put("failures", event.failures())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        Path fresh = folder.resolve(event.requestId() + UNFINISHED);
        try {
            DurableFiles.write(fresh, content);
            DurableFiles.publish(fresh, file(event.requestId()));
            DurableFiles.forceDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep an event of " + event.function().logicalId(), e);
        }
    }

    /** All have come to their end. */
    synchronized void clear() {
        left.clear();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot forget the events that were accepted", e);
        }
    }

    /** The event has come to its end. */
    void forget(AcceptedEvent event) {
        forget(event.requestId());
    }

    private void forget(String requestId) {
        try {
            Files.deleteIfExists(file(requestId));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot forget the event " + requestId, e);
        }
    }

    private Path file(String requestId) {
        return folder.resolve(requestId + KEPT);
    }

    /**
     * What the run before left for the functions of a Region, the oldest first; each event is given once. One whose function
     * is declared no more is forgotten.
     */
    synchronized List<AcceptedEvent> takeUp(String region, List<LambdaFunction> functions) {
        List<AcceptedEvent> takenUp = new ArrayList<>();
        left.removeIf(kept -> {
            if (!kept.path("region").asText().equals(region)) {
                return false;
            }
            Optional<LambdaFunction> declared = functions.stream()
                    .filter(function -> function.logicalId().equals(kept.path("function").asText()))
                    .findFirst();
            declared.ifPresentOrElse(
                    function -> takenUp.add(read(kept, function)),
                    () -> forget(kept.path("requestId").asText()));
            return true;
        });
        takenUp.sort(Comparator.comparing(AcceptedEvent::at));
        return takenUp;
    }

    private static AcceptedEvent read(JsonNode kept, LambdaFunction function) {
        try {
            return new AcceptedEvent(
                    kept.path("requestId").asText(),
                    function,
                    kept.path("region").asText(),
                    kept.path("event").binaryValue(),
                    Instant.parse(kept.path("at").asText()),
                    kept.path("failures").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException("an event that cannot be read", e);
        }
    }
}
