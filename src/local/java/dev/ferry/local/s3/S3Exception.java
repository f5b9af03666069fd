package dev.ferry.local.s3;

/** A request that is refused with one of S3's errors; nothing has been changed by it. */
final class S3Exception extends RuntimeException {
    private final S3Error error;

    S3Exception(S3Error error) {
        this(error, error.message());
    }

    S3Exception(S3Error error, String message) {
        super(message);
        this.error = error;
    }

    S3Error error() {
        return error;
    }
}
