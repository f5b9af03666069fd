package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * What {@code template.yaml} tells every function about its stack, in the environment variables {@code FERRY_…}. Names
 * are alike in every Region, so that a function can reach another Region's resources.
 */
@ConfigMapping(prefix = "ferry")
public interface StackSettings {
    /** What a table's name starts with; {@code -} and the table follow. */
    String tablePrefix();

    /** What a bucket's name starts with; {@code -} and the Region follow. */
    String bucketPrefix();

    /** What a queue's name starts with; {@code -}, the queue, {@code -} and the Region follow. */
    String queuePrefix();

    /** The account that the stack is deployed in: twelve digits. */
    String operatorAccount();

    /** How long a push may wait for its replications to be opened, and a replication for its end, before it is swept. */
    @WithDefault("PT15M")
    Duration openTooLong();
}
