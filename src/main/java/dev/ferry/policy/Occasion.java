package dev.ferry.policy;

/** When a request performs an action: always, or if something is in it, or if it finds something missing. */
public enum Occasion {
    ALWAYS("always"),
    TAGS("with `tags`"),
    RESOURCE_TAGS("with `resourceTags`"),
    REPOSITORY_POLICY("with `repositoryPolicy`"),
    LIFECYCLE_POLICY("with `lifecyclePolicy`"),
    KMS_KEY("with a `kmsKey`"),
    CUSTOM_ROLE("with `customRoleArn`"),
    MISSING_ROLE("if it makes the service-linked role"),
    MISSING_REPOSITORY("if it makes the repository"),
    UPSTREAM("if it pulls through a cache"),
    BODY("with a body"),
    DIGEST("with `digest`"),
    MOUNT("with `mount`"),
    MOUNT_SOURCE("for each repository that is mounted from"),
    LISTED("for each repository that is listed");

    private final String text;

    Occasion(String text) {
        this.text = text;
    }

    /** As a person reads it. */
    @Override
    public String toString() {
        return text;
    }
}
