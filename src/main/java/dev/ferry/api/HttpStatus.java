package dev.ferry.api;

import dev.ferry.registry.ErrorCode;

/** The HTTP status of each of ECR's errors (ECR API, "Errors" and "Common Errors"). */
final class HttpStatus {
    private HttpStatus() {}

    static int of(ErrorCode error) {
        return switch (error) {
            case EXPIRED_TOKEN, INCOMPLETE_SIGNATURE, INVALID_SIGNATURE,
                    MISSING_AUTHENTICATION_TOKEN, OPT_IN_REQUIRED, UNRECOGNIZED_CLIENT -> 403;
            case UNKNOWN_OPERATION -> 404;
            case REQUEST_ENTITY_TOO_LARGE -> 413;
            case SERVER -> 500;
            default -> 400;
        };
    }
}
