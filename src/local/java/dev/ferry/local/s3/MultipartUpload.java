package dev.ferry.local.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A multipart upload that is neither completed nor aborted, and the parts it has. Whoever changes it holds its monitor.
 */
final class MultipartUpload {
    /** S3's limit; the lowest is 1 (user guide, "Amazon S3 multipart upload limits"). */
    static final int HIGHEST_PART_NUMBER = 10_000;

    private final String id;
    private final ObjectKey key;
    private final Instant initiated;
    private final Map<String, String> headers;
    private final Optional<ChecksumAlgorithm> checksumAlgorithm;
    private final NavigableMap<Integer, StoredPart> parts = new TreeMap<>();
    private final InOrderHash hash = new InOrderHash();
    private boolean closed;

    /**
     * @param headers what GET and HEAD of the object will answer
     * @param checksumAlgorithm the checksum that every part gets, so that the object has one composed of theirs
     */
    MultipartUpload(
            String id,
            ObjectKey key,
            Instant initiated,
            Map<String, String> headers,
            Optional<ChecksumAlgorithm> checksumAlgorithm) {
        this.id = id;
        this.key = key;
        this.initiated = initiated;
        this.headers = Map.copyOf(headers);
        this.checksumAlgorithm = checksumAlgorithm;
    }

    String id() {
        return id;
    }

    ObjectKey key() {
        return key;
    }

    Instant initiated() {
        return initiated;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<ChecksumAlgorithm> checksumAlgorithm() {
        return checksumAlgorithm;
    }

    InOrderHash hash() {
        return hash;
    }

    /**
     * Adds a part; the answer is the one of the same number that it replaces.
     *
     * @param whole the hash over this part and those before it, where they came in order
     */
    synchronized Optional<StoredPart> add(StoredPart part, Optional<MessageDigest> whole) {
        hash.added(part.number(), whole);
        return Optional.ofNullable(parts.put(part.number(), part));
    }

    synchronized Optional<StoredPart> part(int number) {
        return Optional.ofNullable(parts.get(number));
    }

    /** The parts in the order of their numbers. */
    synchronized Collection<StoredPart> parts() {
        return List.copyOf(parts.values());
    }

    synchronized boolean isOpen() {
        return !closed;
    }

    /**
     * From now on, it is as if there were no such upload.
     *
     * @throws S3Exception NoSuchUpload when that is so already
     */
    synchronized void close() {
        if (closed) {
            throw new S3Exception(S3Error.NO_SUCH_UPLOAD);
        }
        closed = true;
    }

    synchronized void reopen() {
        closed = false;
    }

    byte[] toJson() {
        ObjectNode json = MetadataJson.object();
        json.put("id", id);
        json.put("key", key.value());
        json.put("initiated", initiated.toString());
        json.set("headers", MetadataJson.strings(headers));
        checksumAlgorithm.ifPresent(algorithm -> json.put("checksumAlgorithm", algorithm.name()));
        return MetadataJson.bytes(json);
    }

    static MultipartUpload fromJson(JsonNode json) {
        return new MultipartUpload(
                json.required("id").textValue(),
                new ObjectKey(json.required("key").textValue()),
                Instant.parse(json.required("initiated").textValue()),
                MetadataJson.strings(json.required("headers")),
                Optional.ofNullable(json.path("checksumAlgorithm").textValue()).map(ChecksumAlgorithm::valueOf));
    }
}
