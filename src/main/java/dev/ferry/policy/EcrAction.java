package dev.ferry.policy;

/** The actions, as policies name them, that a request needs besides the one of its own name (IAM, "Actions for Amazon ECR"). */
public final class EcrAction {
    public static final String CREATE_REPOSITORY = "ecr:CreateRepository";
    public static final String GET_DOWNLOAD_URL_FOR_LAYER = "ecr:GetDownloadUrlForLayer";
    public static final String PUT_LIFECYCLE_POLICY = "ecr:PutLifecyclePolicy";
    public static final String REPLICATE_IMAGE = "ecr:ReplicateImage";
    public static final String SET_REPOSITORY_POLICY = "ecr:SetRepositoryPolicy";

    private EcrAction() {}
}
