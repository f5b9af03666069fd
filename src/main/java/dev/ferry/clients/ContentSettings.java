package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What {@code template.yaml} tells the functions of the content that they take, in environment variables {@code FERRY_…}. */
@ConfigMapping(prefix = "ferry")
public interface ContentSettings {
    /** Whether layers without a byte and images without a layer are taken, as OCI's specification has it and ECR has not. */
    @WithDefault("false")
    boolean ociEmptyContent();
}
