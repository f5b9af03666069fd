package dev.ferry.api;

import dev.ferry.registry.EcrException;
import java.util.Map;

/** An error by IAM's own code, which is not always what ECR calls the same (IAM API reference, "Common Errors"). */
final class IamException extends RuntimeException {
    private static final Map<String, String> CODES = Map.of(
            "AccessDeniedException", "AccessDenied",
            "ExpiredTokenException", "ExpiredToken",
            "IncompleteSignatureException", "IncompleteSignature",
            "InvalidSignatureException", "SignatureDoesNotMatch",
            "MissingAuthenticationTokenException", "MissingAuthenticationToken",
            "ServerException", "ServiceFailure",
            "ThrottlingException", "Throttling",
            "UnrecognizedClientException", "InvalidClientTokenId");

    private final int status;
    private final String code;

    IamException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** What IAM says where the other APIs say this. */
    static IamException of(EcrException error) {
        String type = error.code().type();
        return new IamException(HttpStatus.of(error.code()), CODES.getOrDefault(type, type), error.getMessage());
    }

    static IamException validation(String message) {
        return new IamException(400, "ValidationError", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
