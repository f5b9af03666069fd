package dev.ferry.local.s3;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The operations of S3's API that this server has, each with all that it understands. A request that asks for more than
 * that (a sub-resource, a header that changes what is done) matches none: it is refused rather than half done.
 */
enum S3Operation {
    CREATE_BUCKET("PUT", Target.BUCKET, Set.of(), Set.of(), Set.of()),
    HEAD_BUCKET("HEAD", Target.BUCKET, Set.of(), Set.of(), Set.of()),
    LIST_OBJECTS_V2(
            "GET",
            Target.BUCKET,
            Set.of("list-type"),
            Set.of("prefix", "delimiter", "max-keys", "continuation-token", "start-after", "encoding-type"),
            Set.of()),
    LIST_MULTIPART_UPLOADS(
            "GET",
            Target.BUCKET,
            Set.of("uploads"),
            Set.of("prefix", "key-marker", "upload-id-marker", "max-uploads", "encoding-type"),
            Set.of()),
    DELETE_OBJECTS("POST", Target.BUCKET, Set.of("delete"), Set.of(), Set.of()),

    PUT_OBJECT("PUT", Target.OBJECT, Set.of(), Set.of(), Headers.WRITE),
    COPY_OBJECT(
            "PUT",
            Target.OBJECT_FROM_COPY_SOURCE,
            Set.of(),
            Set.of(),
            union(
                    Headers.WRITE,
                    Set.of(
                            "x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-metadata-directive",
                            "x-amz-checksum-algorithm", "if-match"))),
    GET_OBJECT("GET", Target.OBJECT, Set.of(), ObjectHeaders.OVERRIDES.keySet(), Headers.READ),
    HEAD_OBJECT("HEAD", Target.OBJECT, Set.of(), ObjectHeaders.OVERRIDES.keySet(), Headers.READ),
    DELETE_OBJECT("DELETE", Target.OBJECT, Set.of(), Set.of(), Set.of()),

    CREATE_MULTIPART_UPLOAD(
            "POST",
            Target.OBJECT,
            Set.of("uploads"),
            Set.of(),
            Set.of("x-amz-checksum-algorithm", "x-amz-checksum-type")),
    UPLOAD_PART("PUT", Target.OBJECT, Set.of("partNumber", "uploadId"), Set.of(), Set.of()),
    UPLOAD_PART_COPY(
            "PUT",
            Target.OBJECT_FROM_COPY_SOURCE,
            Set.of("partNumber", "uploadId"),
            Set.of(),
            Set.of("x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-copy-source-range")),
    COMPLETE_MULTIPART_UPLOAD("POST", Target.OBJECT, Set.of("uploadId"), Set.of(), Headers.WRITE),
    ABORT_MULTIPART_UPLOAD("DELETE", Target.OBJECT, Set.of("uploadId"), Set.of(), Set.of()),
    LIST_PARTS("GET", Target.OBJECT, Set.of("uploadId"), Set.of("max-parts", "part-number-marker"), Set.of());

    /** What the path names. */
    private enum Target {
        BUCKET,
        OBJECT,
        OBJECT_FROM_COPY_SOURCE;

        static Target of(S3Request request) {
            if (!request.hasKey()) {
                return BUCKET;
            }
            return request.header("x-amz-copy-source").isPresent() ? OBJECT_FROM_COPY_SOURCE : OBJECT;
        }
    }

    private static final class Headers {
        /** These say who asks and how the body is sent, and change nothing; SDKs send those of a body without one too. */
        static final Set<String> ALL = Set.of(
                "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders",
                "x-amz-signature", "x-amz-security-token", "x-amz-content-sha256", "x-amz-user-agent", "x-amz-te",
                "x-amz-decoded-content-length", "x-amz-trailer", "x-amz-sdk-checksum-algorithm",
                "x-amz-checksum-crc32", "x-amz-checksum-crc32c", "x-amz-checksum-sha1", "x-amz-checksum-sha256");

        static final Set<String> READ = Set.of("x-amz-checksum-mode", "if-match", "if-none-match", "if-range");

        static final Set<String> WRITE = Set.of("if-none-match");

        /** Standard headers that must not be overlooked. */
        static final Set<String> CONDITIONS =
                Set.of("if-match", "if-none-match", "if-range", "if-modified-since", "if-unmodified-since");
    }

    private final String method;
    private final Target target;
    private final Set<String> required;
    private final Set<String> optional;
    private final Set<String> headers;

    S3Operation(String method, Target target, Set<String> required, Set<String> optional, Set<String> headers) {
        this.method = method;
        this.target = target;
        this.required = required;
        this.optional = optional;
        this.headers = headers;
    }

    /** @throws S3Exception NotImplemented when there is none that understands all of the request */
    static S3Operation of(S3Request request) {
        Target target = Target.of(request);
        Set<String> parameters = request.parameters();
        S3Operation operation = Arrays.stream(values())
                .filter(candidate -> candidate.method.equals(request.method()) && candidate.target == target)
                .filter(candidate -> parameters.containsAll(candidate.required))
                .filter(candidate -> union(candidate.required, candidate.optional).containsAll(parameters))
                .findFirst()
                .filter(found -> !request.bucket().isEmpty())
                .orElseThrow(() -> new S3Exception(
                        S3Error.NOT_IMPLEMENTED,
                        request.method() + " with the query parameters " + parameters + " is not implemented"));
        operation.requireKnownHeaders(request);
        return operation;
    }

    private void requireKnownHeaders(S3Request request) {
        Set<String> unknown = new HashSet<>(request.headers().keySet());
        unknown.retainAll(Headers.CONDITIONS);
        unknown.addAll(request.amazonHeaders());
        unknown.removeAll(Headers.ALL);
        unknown.removeAll(headers);
        unknown.removeIf(name -> name.startsWith(ObjectHeaders.USER_METADATA));
        if (!unknown.isEmpty()) {
            throw new S3Exception(
                    S3Error.NOT_IMPLEMENTED,
                    "A header you provided implies functionality that is not implemented: " + unknown);
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
