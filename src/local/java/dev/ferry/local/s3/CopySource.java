package dev.ferry.local.s3;

/** What {@code x-amz-copy-source} names. */
record CopySource(String bucket, ObjectKey key) {
    /** S3's limit of what one request copies. */
    private static final long LARGEST = 5L * 1024 * 1024 * 1024;

    static CopySource of(S3Request request) {
        String header = request.header("x-amz-copy-source").orElseThrow();
        if (header.contains("?")) {
            throw new S3Exception(S3Error.NOT_IMPLEMENTED, "Versions of objects are not implemented");
        }
        String path = UriText.decodePath(header.startsWith("/") ? header.substring(1) : header);
        int slash = path.indexOf('/');
        if (slash < 0) {
            throw new S3Exception(S3Error.INVALID_ARGUMENT, "Invalid copy source object key");
        }
        return new CopySource(path.substring(0, slash), new ObjectKey(path.substring(slash + 1)));
    }

    Bucket.HeldObject open(Buckets buckets) {
        return buckets.bucket(bucket).open(key);
    }

    /** @throws S3Exception PreconditionFailed when the source is not the one that the request names by its entity tag */
    static void requireUnchanged(S3Request request, StoredObject source) {
        request.header("x-amz-copy-source-if-match")
                .filter(etag -> !etag.replace("\"", "").equals(source.etag()))
                .ifPresent(other -> {
                    throw new S3Exception(S3Error.PRECONDITION_FAILED);
                });
    }

    static void requireCopyable(Content content) {
        if (content.size() > LARGEST) {
            throw new S3Exception(
                    S3Error.INVALID_REQUEST,
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                            + LARGEST);
        }
    }
}
