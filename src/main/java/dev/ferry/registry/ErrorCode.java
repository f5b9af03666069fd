package dev.ferry.registry;

/** ECR's errors by ECR's names (ECR API, "Errors" and "Common Errors"). */
public enum ErrorCode {
    EMPTY_UPLOAD("EmptyUploadException"),
    EXCLUSION_ALREADY_EXISTS("ExclusionAlreadyExistsException"),
    EXCLUSION_NOT_FOUND("ExclusionNotFoundException"),
    IMAGE_ALREADY_EXISTS("ImageAlreadyExistsException"),
    IMAGE_ARCHIVED("ImageArchivedException"),
    IMAGE_DIGEST_DOES_NOT_MATCH("ImageDigestDoesNotMatchException"),
    IMAGE_NOT_FOUND("ImageNotFoundException"),
    IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED("ImageStorageClassUpdateNotSupportedException"),
    IMAGE_TAG_ALREADY_EXISTS("ImageTagAlreadyExistsException"),
    INVALID_LAYER("InvalidLayerException"),
    INVALID_LAYER_PART("InvalidLayerPartException"),
    INVALID_PARAMETER("InvalidParameterException"),
    INVALID_TAG_PARAMETER("InvalidTagParameterException"),
    LAYER_ALREADY_EXISTS("LayerAlreadyExistsException"),
    LAYER_PART_TOO_SMALL("LayerPartTooSmallException"),
    LAYERS_NOT_FOUND("LayersNotFoundException"),
    LIFECYCLE_POLICY_NOT_FOUND("LifecyclePolicyNotFoundException"),
    LIFECYCLE_POLICY_PREVIEW_IN_PROGRESS("LifecyclePolicyPreviewInProgressException"),
    LIFECYCLE_POLICY_PREVIEW_NOT_FOUND("LifecyclePolicyPreviewNotFoundException"),
    LIMIT_EXCEEDED("LimitExceededException"),
    PULL_THROUGH_CACHE_RULE_ALREADY_EXISTS("PullThroughCacheRuleAlreadyExistsException"),
    PULL_THROUGH_CACHE_RULE_NOT_FOUND("PullThroughCacheRuleNotFoundException"),
    REFERENCED_IMAGES_NOT_FOUND("ReferencedImagesNotFoundException"),
    REGISTRY_POLICY_NOT_FOUND("RegistryPolicyNotFoundException"),
    REPLICATION_BACKFILL_IN_PROGRESS("ReplicationBackfillInProgressException"),
    REPLICATION_BACKFILL_INVALID_STATUS("ReplicationBackfillInvalidStatusException"),
    REPLICATION_BACKFILL_NOT_FOUND("ReplicationBackfillNotFoundException"),
    REPOSITORY_ALREADY_EXISTS("RepositoryAlreadyExistsException"),
    REPOSITORY_NOT_EMPTY("RepositoryNotEmptyException"),
    REPOSITORY_NOT_FOUND("RepositoryNotFoundException"),
    REPOSITORY_POLICY_NOT_FOUND("RepositoryPolicyNotFoundException"),
    SECRET_NOT_FOUND("SecretNotFoundException"),
    SIGNING_CONFIGURATION_NOT_FOUND("SigningConfigurationNotFoundException"),
    TEMPLATE_ALREADY_EXISTS("TemplateAlreadyExistsException"),
    TEMPLATE_NOT_FOUND("TemplateNotFoundException"),
    TOO_MANY_TAGS("TooManyTagsException"),
    UNABLE_TO_ACCESS_SECRET("UnableToAccessSecretException"),
    UNABLE_TO_DECRYPT_SECRET_VALUE("UnableToDecryptSecretValueException"),
    UNABLE_TO_GET_UPSTREAM_IMAGE("UnableToGetUpstreamImageException"),
    UNABLE_TO_GET_UPSTREAM_LAYER("UnableToGetUpstreamLayerException"),
    UNSUPPORTED_IMAGE_TYPE("UnsupportedImageTypeException"),
    UNSUPPORTED_UPSTREAM_REGISTRY("UnsupportedUpstreamRegistryException"),
    UPLOAD_NOT_FOUND("UploadNotFoundException"),
    VALIDATION("ValidationException"),

    ACCESS_DENIED("AccessDeniedException"),
    EXPIRED_TOKEN("ExpiredTokenException"),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException"),
    INVALID_SIGNATURE("InvalidSignatureException"),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException"),
    OPT_IN_REQUIRED("OptInRequired"),
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLargeException"),
    SERIALIZATION("SerializationException"),
    SERVER("ServerException"),
    THROTTLING("ThrottlingException"),
    UNKNOWN_OPERATION("UnknownOperationException"),
    UNRECOGNIZED_CLIENT("UnrecognizedClientException");

    private final String type;

    ErrorCode(String type) {
        this.type = type;
    }

    /** The name that stands in {@code __type}. */
    public String type() {
        return type;
    }
}
