package dev.ferry.local.s3;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The headers that describe an object: which are kept when it is written, and which are answered when it is read. */
final class ObjectHeaders {
    /** What the names of headers start with that carry a user's own metadata. */
    static final String USER_METADATA = "x-amz-meta-";

    /** The query parameters by which a reader asks for another value of a header, and the header. */
    static final Map<String, String> OVERRIDES = Map.of(
            "response-content-type", "content-type",
            "response-content-language", "content-language",
            "response-expires", "expires",
            "response-cache-control", "cache-control",
            "response-content-disposition", "content-disposition",
            "response-content-encoding", "content-encoding");

    private static final Set<String> KEPT = Set.copyOf(OVERRIDES.values());
    private static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

    private ObjectHeaders() {}

    /** Those of the request that are kept with the object. */
    static Map<String, String> kept(S3Request request) {
        Map<String, String> kept = new HashMap<>();
        request.headers().forEach((name, value) -> {
            if (KEPT.contains(name) || name.startsWith(USER_METADATA)) {
                kept.put(name, value);
            }
        });
        request.amazonHeaders().stream()
                .filter(name -> name.startsWith(USER_METADATA))
                .forEach(name -> request.header(name).ifPresent(value -> kept.put(name, value)));
        kept.values().forEach(ObjectHeaders::requireOneLine);
        kept.putIfAbsent("content-type", DEFAULT_CONTENT_TYPE);
        kept.computeIfPresent("content-encoding", (name, value) -> withoutChunking(value));
        return kept;
    }

    /** {@code aws-chunked} says how the body was sent, and is no property of the object. */
    private static String withoutChunking(String contentEncoding) {
        String kept = Arrays.stream(contentEncoding.split(","))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        return kept.isEmpty() ? null : kept;
    }

    /** What a reader of the object is told, but for its length and checksums. */
    static Map<String, String> answered(StoredObject object, S3Request request) {
        Map<String, String> headers = new LinkedHashMap<>(object.headers());
        OVERRIDES.forEach((parameter, header) ->
                request.parameter(parameter).ifPresent(value -> headers.put(header, requireOneLine(value))));
        headers.put("ETag", quoted(object.etag()));
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(object.lastModified().atOffset(ZoneOffset.UTC)));
        headers.put("Accept-Ranges", "bytes");
        return headers;
    }

    /** A query can carry characters that would end the header in the answer. */
    private static String requireOneLine(String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new S3Exception(S3Error.INVALID_ARGUMENT, "A header's value has control characters");
        }
        return value;
    }

    static Map<String, String> checksums(Map<ChecksumAlgorithm, String> checksums) {
        Map<String, String> headers = new LinkedHashMap<>();
        checksums.forEach((algorithm, value) -> {
            headers.put(algorithm.header(), value);
            headers.put("x-amz-checksum-type", checksumType(value));
        });
        return headers;
    }

    /** A checksum of parts' checksums ends in their number. */
    static String checksumType(String checksum) {
        return checksum.contains("-") ? "COMPOSITE" : "FULL_OBJECT";
    }

    static String quoted(String etag) {
        return '"' + etag + '"';
    }
}
