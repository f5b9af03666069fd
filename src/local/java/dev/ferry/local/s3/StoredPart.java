package dev.ferry.local.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/**
 * A part of a multipart upload.
 *
 * @param number 1 to 10,000
 * @param etag the entity tag without quotes
 * @param checksums in base64
 */
record StoredPart(
        int number, Content content, String etag, Instant lastModified, Map<ChecksumAlgorithm, String> checksums) {

    StoredPart {
        checksums = Map.copyOf(checksums);
    }

    byte[] toJson() {
        ObjectNode json = MetadataJson.object();
        json.put("number", number);
        json.set("segments", MetadataJson.segments(content));
        json.put("etag", etag);
        json.put("lastModified", lastModified.toString());
        json.set("checksums", MetadataJson.checksums(checksums));
        return MetadataJson.bytes(json);
    }

    static StoredPart fromJson(JsonNode json, DataFiles files) {
        return new StoredPart(
                json.required("number").intValue(),
                MetadataJson.content(json.required("segments"), files),
                json.required("etag").textValue(),
                Instant.parse(json.required("lastModified").textValue()),
                MetadataJson.checksums(json.required("checksums")));
    }
}
