package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a stream was handled, kept in a file that is replaced as a whole after each batch. A restart goes on behind the
 * last batch that was handled, so a record is delivered at least once.
 */
final class StreamCheckpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, String> lastSequenceNumbers = new HashMap<>();
    private final Set<String> finished = new HashSet<>();

    private StreamCheckpoint(Path file) {
        this.file = file;
    }

    /** @param file where it is kept; none yet means that nothing was handled */
    static StreamCheckpoint read(Path file) {
        StreamCheckpoint checkpoint = new StreamCheckpoint(file);
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file)) {
                JsonNode kept = JSON.readTree(file.toFile());
                kept.path("lastSequenceNumbers")
                        .properties()
                        .forEach(shard ->
                                checkpoint.lastSequenceNumbers.put(shard.getKey(), shard.getValue().asText()));
                kept.path("finished").forEach(shard -> checkpoint.finished.add(shard.asText()));
            }
            return checkpoint;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read how far a stream was handled: " + file, e);
        }
    }

    Optional<String> lastSequenceNumber(String shard) {
        return Optional.ofNullable(lastSequenceNumbers.get(shard));
    }

    /** Whether the shard is closed and all of it was handled. */
    boolean isFinished(String shard) {
        return finished.contains(shard);
    }

    void handled(String shard, String sequenceNumber) {
        if (!sequenceNumber.equals(lastSequenceNumbers.put(shard, sequenceNumber))) {
            write();
        }
    }

    void finish(String shard) {
        lastSequenceNumbers.remove(shard);
        finished.add(shard);
        write();
    }

    /** Forgets the shards that the stream no longer has. */
    void keepOnly(Set<String> shards) {
        if (lastSequenceNumbers.keySet().retainAll(shards) | finished.retainAll(shards)) {
            write();
        }
    }

    private void write() {
        ObjectNode kept = JSON.createObjectNode();
        lastSequenceNumbers.forEach(kept.putObject("lastSequenceNumbers")::put);
        finished.forEach(kept.putArray("finished")::add);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, kept.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep how far a stream was handled: " + file, e);
        }
    }
}
