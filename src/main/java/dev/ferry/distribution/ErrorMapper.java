package dev.ferry.distribution;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerTooLargeException;
import dev.ferry.registry.UpstreamException;

/** How OCI calls what ECR refuses. The message stays ECR's. */
final class ErrorMapper {
    private ErrorMapper() {}

    static DistributionException of(EcrException refused) {
        if (refused instanceof UpstreamException upstream) {
            return new DistributionException(of(upstream), upstream.getMessage());
        }
        OciError error = refused instanceof LayerTooLargeException ? OciError.BLOB_UPLOAD_INVALID : of(refused.code());
        return new DistributionException(error, refused.getMessage());
    }

    private static OciError of(UpstreamException upstream) {
        return switch (upstream.reason()) {
            case MISSING -> OciError.MANIFEST_UNKNOWN;
            case DENIED -> OciError.DENIED;
            case TOO_MANY_REQUESTS -> OciError.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> OciError.UPSTREAM_UNAVAILABLE;
        };
    }

    private static OciError of(ErrorCode code) {
        return switch (code) {
            case EMPTY_UPLOAD -> OciError.BLOB_UPLOAD_INVALID;
            case IMAGE_DIGEST_DOES_NOT_MATCH, INVALID_LAYER -> OciError.DIGEST_INVALID;
            case IMAGE_ALREADY_EXISTS, LIMIT_EXCEEDED -> OciError.MANIFEST_INVALID;
            case IMAGE_NOT_FOUND -> OciError.MANIFEST_UNKNOWN;
            case IMAGE_TAG_ALREADY_EXISTS -> OciError.TAG_INVALID;
            case INVALID_LAYER_PART -> OciError.RANGE_INVALID;
            case LAYERS_NOT_FOUND, REFERENCED_IMAGES_NOT_FOUND -> OciError.MANIFEST_BLOB_UNKNOWN;
            case REPOSITORY_NOT_FOUND -> OciError.NAME_UNKNOWN;
            case UPLOAD_NOT_FOUND -> OciError.BLOB_UPLOAD_UNKNOWN;
            case ACCESS_DENIED, OPT_IN_REQUIRED -> OciError.DENIED;
            case EXPIRED_TOKEN, INCOMPLETE_SIGNATURE, INVALID_SIGNATURE, MISSING_AUTHENTICATION_TOKEN,
                    UNRECOGNIZED_CLIENT -> OciError.UNAUTHORIZED;
            case THROTTLING -> OciError.TOO_MANY_REQUESTS;
            default -> OciError.UNKNOWN;
        };
    }
}
