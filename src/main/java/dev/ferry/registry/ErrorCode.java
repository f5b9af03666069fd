package dev.ferry.registry;

/** ECR's errors by ECR's names, with the HTTP status of each (ECR API, "Errors" and "Common Errors"). */
public enum ErrorCode {
    EMPTY_UPLOAD("EmptyUploadException", 400),
    IMAGE_ALREADY_EXISTS("ImageAlreadyExistsException", 400),
    IMAGE_DIGEST_DOES_NOT_MATCH("ImageDigestDoesNotMatchException", 400),
    IMAGE_NOT_FOUND("ImageNotFoundException", 400),
    IMAGE_TAG_ALREADY_EXISTS("ImageTagAlreadyExistsException", 400),
    INVALID_LAYER("InvalidLayerException", 400),
    INVALID_LAYER_PART("InvalidLayerPartException", 400),
    INVALID_PARAMETER("InvalidParameterException", 400),
    INVALID_TAG_PARAMETER("InvalidTagParameterException", 400),
    LAYER_ALREADY_EXISTS("LayerAlreadyExistsException", 400),
    LAYER_PART_TOO_SMALL("LayerPartTooSmallException", 400),
    LAYERS_NOT_FOUND("LayersNotFoundException", 400),
    LIMIT_EXCEEDED("LimitExceededException", 400),
    REFERENCED_IMAGES_NOT_FOUND("ReferencedImagesNotFoundException", 400),
    REGISTRY_POLICY_NOT_FOUND("RegistryPolicyNotFoundException", 400),
    REPOSITORY_ALREADY_EXISTS("RepositoryAlreadyExistsException", 400),
    REPOSITORY_NOT_EMPTY("RepositoryNotEmptyException", 400),
    REPOSITORY_NOT_FOUND("RepositoryNotFoundException", 400),
    REPOSITORY_POLICY_NOT_FOUND("RepositoryPolicyNotFoundException", 400),
    TEMPLATE_ALREADY_EXISTS("TemplateAlreadyExistsException", 400),
    TEMPLATE_NOT_FOUND("TemplateNotFoundException", 400),
    TOO_MANY_TAGS("TooManyTagsException", 400),
    UPLOAD_NOT_FOUND("UploadNotFoundException", 400),
    VALIDATION("ValidationException", 400),

    ACCESS_DENIED("AccessDeniedException", 400),
    EXPIRED_TOKEN("ExpiredTokenException", 403),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException", 403),
    INVALID_SIGNATURE("InvalidSignatureException", 403),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 403),
    OPT_IN_REQUIRED("OptInRequired", 403),
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLargeException", 413),
    SERIALIZATION("SerializationException", 400),
    SERVER("ServerException", 500),
    THROTTLING("ThrottlingException", 400),
    UNKNOWN_OPERATION("UnknownOperationException", 404),
    UNRECOGNIZED_CLIENT("UnrecognizedClientException", 403);

    private final String type;
    private final int status;

    ErrorCode(String type, int status) {
        this.type = type;
        this.status = status;
    }

    /** The name that stands in {@code __type}. */
    public String type() {
        return type;
    }

    public int status() {
        return status;
    }
}
