package dev.ferry.local.s3;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The operations on buckets and on many objects at once. */
final class BucketApi {
    private static final int MOST_KEYS = 1000;
    private static final int LONGEST_XML = 4 * 1024 * 1024;

    private final Buckets buckets;

    BucketApi(Buckets buckets) {
        this.buckets = buckets;
    }

    /** A bucket that is there already is the caller's own, as all are. Its Region doesn't matter: all are here. */
    S3Answer createBucket(S3Request request) throws IOException {
        buckets.create(request.bucket());
        return S3Answer.empty(200).with("Location", "/" + request.bucket());
    }

    S3Answer headBucket(S3Request request) {
        buckets.bucket(request.bucket());
        return S3Answer.empty(200);
    }

    S3Answer listObjects(S3Request request) {
        if (!request.parameter("list-type").equals(Optional.of("2"))) {
            throw new S3Exception(S3Error.NOT_IMPLEMENTED, "Objects are listed with list-type=2 alone");
        }
        Bucket bucket = buckets.bucket(request.bucket());
        String prefix = request.parameter("prefix").orElse("");
        String delimiter = request.parameter("delimiter").orElse("");
        int most = Math.min(request.number("max-keys", 0, Integer.MAX_VALUE).orElse(MOST_KEYS), MOST_KEYS);
        ObjectPage.Start start = request.parameter("continuation-token")
                .map(ObjectPage.Start::parse)
                .or(() -> request.parameter("start-after").map(key -> new ObjectPage.Start(key, false)))
                .orElse(ObjectPage.Start.BEGINNING);
        ObjectPage page = ObjectPage.read(bucket, prefix, delimiter, start, most);
        UnaryOperator<String> encoded = encoding(request);
        return S3Answer.xml(200, Xml.document("ListBucketResult", xml -> {
            xml.add("Name", bucket.name()).add("Prefix", encoded.apply(prefix));
            request.parameter("delimiter").ifPresent(value -> xml.add("Delimiter", encoded.apply(value)));
            request.parameter("start-after").ifPresent(value -> xml.add("StartAfter", encoded.apply(value)));
            request.parameter("encoding-type").ifPresent(value -> xml.add("EncodingType", value));
            request.parameter("continuation-token").ifPresent(value -> xml.add("ContinuationToken", value));
            page.next().ifPresent(next -> xml.add("NextContinuationToken", next.token()));
            xml.add("MaxKeys", most)
                    .add("KeyCount", page.count())
                    .add("IsTruncated", page.next().isPresent());
            page.objects().forEach(object -> xml.add("Contents", contents -> describe(contents, object, encoded)));
            page.commonPrefixes().forEach(common ->
                    xml.add("CommonPrefixes", element -> element.add("Prefix", encoded.apply(common))));
        }));
    }

    private static void describe(Xml xml, StoredObject object, UnaryOperator<String> encoded) {
        xml.add("Key", encoded.apply(object.key().value()))
                .add("LastModified", object.lastModified())
                .add("ETag", ObjectHeaders.quoted(object.etag()))
                .add("Size", object.content().size())
                .add("StorageClass", "STANDARD");
    }

    /** Keys may have characters that XML cannot; a client that knows asks for them in percent-encoding. */
    static UnaryOperator<String> encoding(S3Request request) {
        String type = request.parameter("encoding-type").orElse("");
        return switch (type) {
            case "" -> text -> text;
            case "url" -> text -> URLEncoder.encode(text, StandardCharsets.UTF_8);
            default -> throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid Encoding Method specified in Request");
        };
    }

    S3Answer deleteObjects(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        XmlRequests.Delete delete = XmlRequests.delete(new RequestBody(request, LONGEST_XML).bytes());
        for (ObjectKey key : delete.keys()) {
            bucket.delete(key);
        }
        return S3Answer.xml(200, Xml.document("DeleteResult", xml -> {
            if (!delete.quiet()) {
                delete.keys().forEach(key -> xml.add("Deleted", deleted -> deleted.add("Key", key.value())));
            }
        }));
    }
}
