package dev.ferry.local.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations on one object. */
final class ObjectApi {
    /** S3's limit of what one request uploads, in bytes. */
    static final long LARGEST_UPLOAD = 5L * 1024 * 1024 * 1024;

    private final Buckets buckets;

    ObjectApi(Buckets buckets) {
        this.buckets = buckets;
    }

    S3Answer put(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        ObjectKey key = request.key();
        Bucket.WriteCondition condition = writeCondition(request);
        RequestBody body = new RequestBody(request, LARGEST_UPLOAD);
        DataFiles.Written<ContentHashes> written = bucket.data().write(file -> body.writeTo(file, Set.of(), Optional.empty()));
        Map<ChecksumAlgorithm, String> checksums = written.result().base64(body.givenChecksums());
        StoredObject object = new StoredObject(
                key, written.content(), EntityTag.fresh(), Instant.now(), ObjectHeaders.kept(request), checksums,
                Optional.empty(), Optional.empty());
        store(bucket, object, condition);
        return S3Answer.empty(200)
                .with("ETag", ObjectHeaders.quoted(object.etag()))
                .with(ObjectHeaders.checksums(checksums));
    }

    S3Answer copy(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        ObjectKey key = request.key();
        Bucket.WriteCondition condition = writeCondition(request);
        CopySource source = CopySource.of(request);
        boolean replaceHeaders = replacesHeaders(request);
        if (!replaceHeaders && source.equals(new CopySource(bucket.name(), key))) {
            throw new S3Exception(
                    S3Error.INVALID_REQUEST, "An object is copied to itself only with other metadata");
        }
        try (Bucket.HeldObject held = source.open(buckets)) {
            StoredObject original = held.object();
            CopySource.requireUnchanged(request, original);
            CopySource.requireCopyable(original.content());
            Map<ChecksumAlgorithm, String> checksums = copiedChecksums(request, original);
            StoredObject copy = new StoredObject(
                    key,
                    original.content().copy(bucket.data()),
                    EntityTag.fresh(),
                    Instant.now(),
                    replaceHeaders ? ObjectHeaders.kept(request) : original.headers(),
                    checksums,
                    original.sha256(),
                    Optional.empty());
            store(bucket, copy, condition);
            return S3Answer.xml(200, Xml.document("CopyObjectResult", xml -> {
                xml.add("LastModified", copy.lastModified()).add("ETag", ObjectHeaders.quoted(copy.etag()));
                copy.checksums().forEach((algorithm, value) -> xml.add(algorithm.element(), value)
                        .add("ChecksumType", ObjectHeaders.checksumType(value)));
            }));
        }
    }

    /** A copy is one whole, and so are its checksums: by the algorithm that was asked for, or those that its source has. */
    private static Map<ChecksumAlgorithm, String> copiedChecksums(S3Request request, StoredObject original)
            throws IOException {
        Set<ChecksumAlgorithm> wanted = request.header("x-amz-checksum-algorithm")
                .map(ChecksumAlgorithm::named)
                .map(Set::of)
                .orElseGet(() -> original.checksums().keySet());
        Map<ChecksumAlgorithm, String> known = new EnumMap<>(ChecksumAlgorithm.class);
        original.sha256().ifPresent(value -> known.put(ChecksumAlgorithm.SHA256, value));
        original.checksums().forEach((algorithm, value) -> {
            if (ObjectHeaders.checksumType(value).equals("FULL_OBJECT")) {
                known.put(algorithm, value);
            }
        });
        known.keySet().retainAll(wanted);
        return known.size() == wanted.size() ? known : original.content().hash(wanted, List.of()).base64(wanted);
    }

    private static boolean replacesHeaders(S3Request request) {
        String directive = request.header("x-amz-metadata-directive").orElse("COPY");
        return switch (directive) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default -> throw new S3Exception(S3Error.INVALID_ARGUMENT, "Unknown metadata directive.");
        };
    }

    private static void store(Bucket bucket, StoredObject object, Bucket.WriteCondition condition)
            throws IOException {
        try {
            bucket.put(object, condition);
        } catch (S3Exception refused) {
            object.content().release();
            throw refused;
        }
    }

    /** On there being no object, or that one. */
    static Bucket.WriteCondition writeCondition(S3Request request) {
        Optional<String> etag = request.header("if-match");
        if (etag.isPresent()) {
            return Bucket.WriteCondition.ifMatch(etag.get().replace("\"", ""));
        }
        return switch (request.header("if-none-match").orElse("")) {
            case "" -> Bucket.WriteCondition.ALWAYS;
            case "*" -> Bucket.WriteCondition.IF_ABSENT;
            default -> throw new S3Exception(
                    S3Error.NOT_IMPLEMENTED, "If-None-Match of a write is implemented for * alone");
        };
    }

    S3Answer get(S3Request request) {
        Bucket.HeldObject held = buckets.bucket(request.bucket()).open(request.key());
        boolean answered = false;
        try {
            StoredObject object = held.object();
            S3Answer answer;
            if (isNotModified(request, object)) {
                held.close();
                answer = S3Answer.empty(304).with("ETag", ObjectHeaders.quoted(object.etag()));
            } else {
                Optional<ByteRange> range = range(request, object);
                Content content = range.map(object.content()::slice).orElse(object.content());
                answer = describe(S3Answer.content(range.isPresent() ? 206 : 200, content, held), request, object, range);
            }
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                held.close();
            }
        }
    }

    S3Answer head(S3Request request) {
        StoredObject object = buckets.bucket(request.bucket())
                .find(request.key())
                .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_KEY));
        if (isNotModified(request, object)) {
            return S3Answer.empty(304).with("ETag", ObjectHeaders.quoted(object.etag()));
        }
        Optional<ByteRange> range = range(request, object);
        long length = range.map(ByteRange::length).orElse(object.content().size());
        return describe(S3Answer.empty(range.isPresent() ? 206 : 200), request, object, range)
                .with("Content-Length", Long.toString(length));
    }

    private static S3Answer describe(
            S3Answer answer, S3Request request, StoredObject object, Optional<ByteRange> range) {
        answer.with(ObjectHeaders.answered(object, request));
        range.ifPresent(part -> answer.with(
                "Content-Range",
                "bytes " + part.first() + "-" + part.last() + "/" + object.content().size()));
        // The checksums are those of the whole, which a client would compare with what it got.
        if (range.isEmpty() && request.header("x-amz-checksum-mode").equals(Optional.of("ENABLED"))) {
            answer.with(ObjectHeaders.checksums(object.checksums()));
        }
        return answer;
    }

    private static Optional<ByteRange> range(S3Request request, StoredObject object) {
        boolean sameAsBefore = request.header("if-range").map(etag -> matches(etag, object)).orElse(true);
        return request.header("range")
                .filter(header -> sameAsBefore)
                .flatMap(header -> ByteRange.parse(header, object.content().size()));
    }

    private static boolean isNotModified(S3Request request, StoredObject object) {
        if (!request.header("if-match").map(etags -> matches(etags, object)).orElse(true)) {
            throw new S3Exception(S3Error.PRECONDITION_FAILED);
        }
        return request.header("if-none-match").map(etags -> matches(etags, object)).orElse(false);
    }

    private static boolean matches(String etags, StoredObject object) {
        for (String etag : etags.split(",")) {
            String stripped = etag.strip();
            if (stripped.equals("*") || stripped.replace("\"", "").equals(object.etag())) {
                return true;
            }
        }
        return false;
    }

    S3Answer delete(S3Request request) throws IOException {
        buckets.bucket(request.bucket()).delete(request.key());
        return S3Answer.empty(204);
    }
}
