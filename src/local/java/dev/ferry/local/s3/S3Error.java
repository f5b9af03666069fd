package dev.ferry.local.s3;

/** S3's errors by S3's names, with the HTTP status and the message of each (Amazon S3 API, "Error responses"). */
enum S3Error {
    ACCESS_DENIED("AccessDenied", 403, "Access Denied"),
    AUTHORIZATION_QUERY_PARAMETERS(
            "AuthorizationQueryParametersError", 400, "The query parameters of the signature are not valid"),
    BAD_DIGEST("BadDigest", 400, "The checksum you specified does not match the content received"),
    CONTENT_SHA256_MISMATCH(
            "XAmzContentSHA256Mismatch", 400, "x-amz-content-sha256 does not match the SHA-256 of the content received"),
    ENTITY_TOO_LARGE("EntityTooLarge", 400, "The content exceeds the maximum allowed size"),
    ENTITY_TOO_SMALL("EntityTooSmall", 400, "A part other than the last is smaller than the minimum of 5 MiB"),
    INCOMPLETE_BODY("IncompleteBody", 400, "The content is not of the length that the request's headers say"),
    INSUFFICIENT_STORAGE("InsufficientStorage", 507, "The disk that holds the data folder is full"),
    INTERNAL_ERROR("InternalError", 500, "The server met an internal error; its log says which"),
    INVALID_ACCESS_KEY_ID("InvalidAccessKeyId", 403, "The access key id of the signature is not known"),
    INVALID_ARGUMENT("InvalidArgument", 400, "An argument is not valid"),
    INVALID_BUCKET_NAME("InvalidBucketName", 400, "The name is not a valid bucket name"),
    INVALID_DIGEST("InvalidDigest", 400, "Content-MD5 is not the base64 of 16 bytes"),
    INVALID_PART("InvalidPart", 400, "A part was not uploaded, or its entity tag is not the one of the part uploaded"),
    INVALID_PART_ORDER("InvalidPartOrder", 400, "The parts are not in ascending order of their numbers"),
    INVALID_RANGE("InvalidRange", 416, "The requested range cannot be satisfied"),
    INVALID_REQUEST("InvalidRequest", 400, "The request is not valid"),
    INVALID_URI("InvalidURI", 400, "The request's URI is not valid percent-encoded UTF-8"),
    KEY_TOO_LONG("KeyTooLongError", 400, "The key is longer than 1,024 bytes of UTF-8"),
    MALFORMED_TRAILER("MalformedTrailerError", 400, "The trailer is not the one that x-amz-trailer announced"),
    MALFORMED_XML("MalformedXML", 400, "The XML is not well-formed or not what the operation takes"),
    MISSING_CONTENT_LENGTH("MissingContentLength", 411, "The request says no content length"),
    NO_SUCH_BUCKET("NoSuchBucket", 404, "The bucket does not exist"),
    NO_SUCH_KEY("NoSuchKey", 404, "The key does not exist"),
    NO_SUCH_UPLOAD("NoSuchUpload", 404, "The upload does not exist; it may have been aborted or completed"),
    NOT_IMPLEMENTED("NotImplemented", 501, "The request asks for something that this server does not implement"),
    PRECONDITION_FAILED("PreconditionFailed", 412, "A precondition of the request did not hold"),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403, "The signature is not the one computed for the request");

    private final String code;
    private final int status;
    private final String message;

    S3Error(String code, int status, String message) {
        this.code = code;
        this.status = status;
        this.message = message;
    }

    /** The name that stands in {@code <Code>}. */
    String code() {
        return code;
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }
}
