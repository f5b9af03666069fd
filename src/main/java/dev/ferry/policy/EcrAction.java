package dev.ferry.policy;

/** The actions, as policies name them, that are asked for by more than endpoints: replication asks for both. */
public final class EcrAction {
    public static final String CREATE_REPOSITORY = "ecr:CreateRepository";
    public static final String REPLICATE_IMAGE = "ecr:ReplicateImage";

    private EcrAction() {}
}
