package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;

/** What a function is told of its stack ({@code template.yaml}, Globals): the same in every Region. */
@ConfigMapping(prefix = "ferry")
public interface StackSettings {
    /** Tables are called {@code <prefix>-<table>}. */
    String tablePrefix();

    /** The Region's bucket is called {@code <prefix>-<region>}. */
    String bucketPrefix();

    /** Queues are called {@code <prefix>-<queue>-<region>}. */
    String queuePrefix();

    /** The AWS account that Ferry is deployed to, which owns the queues. */
    String operatorAccount();
}
