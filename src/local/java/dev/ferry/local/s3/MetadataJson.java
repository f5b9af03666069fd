package dev.ferry.local.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the files of metadata write what objects, parts and uploads have in common. */
final class MetadataJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MetadataJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree is always writable", impossible);
        }
    }

    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    static ArrayNode segments(Content content) {
        ArrayNode array = JSON.createArrayNode();
        content.segments().forEach(segment -> array.addObject()
                .put("file", segment.fileId())
                .put("offset", segment.offset())
                .put("length", segment.length()));
        return array;
    }

    static Content content(JsonNode segments, DataFiles files) {
        List<Segment> read = new ArrayList<>();
        segments.forEach(segment -> read.add(new Segment(
                segment.required("file").textValue(),
                segment.required("offset").longValue(),
                segment.required("length").longValue())));
        return new Content(files, read);
    }

    static ObjectNode strings(Map<String, String> values) {
        ObjectNode json = JSON.createObjectNode();
        values.forEach(json::put);
        return json;
    }

    static Map<String, String> strings(JsonNode json) {
        Map<String, String> values = new HashMap<>();
        json.fields().forEachRemaining(field -> values.put(field.getKey(), field.getValue().textValue()));
        return values;
    }

    static ObjectNode checksums(Map<ChecksumAlgorithm, String> checksums) {
        ObjectNode json = JSON.createObjectNode();
        checksums.forEach((algorithm, value) -> json.put(algorithm.name(), value));
        return json;
    }

    static Map<ChecksumAlgorithm, String> checksums(JsonNode json) {
        Map<ChecksumAlgorithm, String> checksums = new EnumMap<>(ChecksumAlgorithm.class);
        strings(json).forEach((name, value) -> checksums.put(ChecksumAlgorithm.valueOf(name), value));
        return checksums;
    }
}
