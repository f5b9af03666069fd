package dev.ferry.replication;

/**
 * Why a replication failed, as DescribeImageReplicationStatus gives it in {@code failureCode}. ECR publishes no list of
 * its codes; these have the form of its other failure codes.
 */
public enum FailureCode {
    ACCESS_DENIED("AccessDenied"),
    REGION_NOT_ENABLED("RegionNotEnabled"),
    SERVICE_LINKED_ROLE_NOT_FOUND("ServiceLinkedRoleNotFound"),
    REPOSITORY_NOT_FOUND("RepositoryNotFound"),
    MISSING_CUSTOM_ROLE("MissingCustomRole"),
    IMAGE_NOT_FOUND("ImageNotFound"),
    IMAGE_DIGEST_DOES_NOT_MATCH("ImageDigestDoesNotMatch"),
    LAYERS_NOT_FOUND("LayersNotFound"),
    LIMIT_EXCEEDED("LimitExceeded"),
    IMAGE_REFERENCED_BY_MANIFEST_LIST("ImageReferencedByManifestList"),
    INTERNAL_FAILURE("InternalFailure");

    private final String code;

    FailureCode(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Whether a person can mend what it names, after which the same push can be attempted anew and arrive. */
    public boolean canBeMended() {
        return switch (this) {
            case ACCESS_DENIED, REGION_NOT_ENABLED, SERVICE_LINKED_ROLE_NOT_FOUND, REPOSITORY_NOT_FOUND, MISSING_CUSTOM_ROLE,
                    LIMIT_EXCEEDED, IMAGE_REFERENCED_BY_MANIFEST_LIST -> true;
            case IMAGE_NOT_FOUND, IMAGE_DIGEST_DOES_NOT_MATCH, LAYERS_NOT_FOUND, INTERNAL_FAILURE -> false;
        };
    }

    public static FailureCode of(String code) {
        for (FailureCode known : values()) {
            if (known.code.equals(code)) {
                return known;
            }
        }
        return INTERNAL_FAILURE;
    }
}
