package dev.ferry.distribution;

/**
 * What can be answered instead of what was asked for, by OCI's codes (OCI distribution specification, "Error Codes"), and
 * by those that tools know from the registry which the specification came from.
 */
public enum OciError {
    BLOB_UNKNOWN("BLOB_UNKNOWN", 404),
    BLOB_UPLOAD_INVALID("BLOB_UPLOAD_INVALID", 400),
    BLOB_UPLOAD_UNKNOWN("BLOB_UPLOAD_UNKNOWN", 404),
    DIGEST_INVALID("DIGEST_INVALID", 400),
    MANIFEST_BLOB_UNKNOWN("MANIFEST_BLOB_UNKNOWN", 404),
    MANIFEST_INVALID("MANIFEST_INVALID", 400),
    MANIFEST_TOO_LARGE("MANIFEST_INVALID", 413),
    MANIFEST_UNKNOWN("MANIFEST_UNKNOWN", 404),
    NAME_INVALID("NAME_INVALID", 400),
    NAME_UNKNOWN("NAME_UNKNOWN", 404),
    SIZE_INVALID("SIZE_INVALID", 400),
    UNAUTHORIZED("UNAUTHORIZED", 401),
    DENIED("DENIED", 403),
    UNSUPPORTED("UNSUPPORTED", 405),
    TOO_MANY_REQUESTS("TOOMANYREQUESTS", 429),

    PAGINATION_INVALID("PAGINATION_NUMBER_INVALID", 400),
    QUERY_INVALID("UNSUPPORTED", 400),
    RANGE_INVALID("RANGE_INVALID", 416),
    TAG_INVALID("TAG_INVALID", 400),
    NOT_FOUND("UNSUPPORTED", 404),
    IN_USE("DENIED", 405),
    UPSTREAM_UNAVAILABLE("UNKNOWN", 502),
    UNKNOWN("UNKNOWN", 500);

    private final String code;
    private final int status;

    OciError(String code, int status) {
        this.code = code;
        this.status = status;
    }

    /** What stands in {@code errors[].code}. */
    public String code() {
        return code;
    }

    public int status() {
        return status;
    }
}
