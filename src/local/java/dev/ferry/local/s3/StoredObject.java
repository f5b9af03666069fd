package dev.ferry.local.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An object: its content and what is known of it.
 *
 * @param etag the entity tag without quotes
 * @param headers what GET and HEAD answer: {@code content-type} and its like, and {@code x-amz-meta-*}; names in lower case
 * @param checksums in base64; those of parts joined end in {@code -} and the number of parts
 * @param sha256 of the whole content in base64, where it was found while the content came in; it is answered to nobody, and
 *     spares a copy that asks for it the reading
 * @param uploadId the multipart upload that it was completed from
 */
record StoredObject(
        ObjectKey key,
        Content content,
        String etag,
        Instant lastModified,
        Map<String, String> headers,
        Map<ChecksumAlgorithm, String> checksums,
        Optional<String> sha256,
        Optional<String> uploadId) {

    StoredObject {
        headers = Map.copyOf(headers);
        checksums = Map.copyOf(checksums);
    }

    byte[] toJson() {
        ObjectNode json = MetadataJson.object();
        json.put("key", key.value());
        json.set("segments", MetadataJson.segments(content));
        json.put("etag", etag);
        json.put("lastModified", lastModified.toString());
        json.set("headers", MetadataJson.strings(headers));
        json.set("checksums", MetadataJson.checksums(checksums));
        sha256.ifPresent(value -> json.put("sha256", value));
        uploadId.ifPresent(id -> json.put("uploadId", id));
        return MetadataJson.bytes(json);
    }

    static StoredObject fromJson(JsonNode json, DataFiles files) {
        return new StoredObject(
                new ObjectKey(json.required("key").textValue()),
                MetadataJson.content(json.required("segments"), files),
                json.required("etag").textValue(),
                Instant.parse(json.required("lastModified").textValue()),
                MetadataJson.strings(json.required("headers")),
                MetadataJson.checksums(json.required("checksums")),
                Optional.ofNullable(json.path("sha256").textValue()),
                Optional.ofNullable(json.path("uploadId").textValue()));
    }
}
