package dev.ferry.registry;

/** Why one of several images could not be served, by ECR's names and in its words (ECR API, {@code ImageFailureCode}). */
public enum ImageFailure {
    INVALID_IMAGE_DIGEST("InvalidImageDigest",
            "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"),
    INVALID_IMAGE_TAG("InvalidImageTag",
            "Invalid request parameters: image tag should satisfy the regex '[a-zA-Z0-9-_.]+'"),
    IMAGE_TAG_DOES_NOT_MATCH_DIGEST("ImageTagDoesNotMatchDigest", "The image tag does not match the image digest"),
    IMAGE_INACCESSIBLE("ImageInaccessible",
            "Requested image is archived; restore it with UpdateImageStorageClass to pull it"),
    IMAGE_NOT_FOUND("ImageNotFound", "Requested image not found"),
    MISSING_DIGEST_AND_TAG("MissingDigestAndTag",
            "Invalid request parameters: both tag and digest cannot be null"),
    IMAGE_REFERENCED_BY_MANIFEST_LIST("ImageReferencedByManifestList",
            "Requested image referenced by manifest list"),
    UPSTREAM_ACCESS_DENIED("UpstreamAccessDenied",
            "The upstream registry does not let the pull through cache rule's credential pull the image"),
    UPSTREAM_TOO_MANY_REQUESTS("UpstreamTooManyRequests", "The upstream registry takes no more requests at the moment"),
    UPSTREAM_UNAVAILABLE("UpstreamUnavailable",
            "The upstream registry cannot be reached, or does not have what its manifests say");

    private final String code;
    private final String reason;

    ImageFailure(String code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public String code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
