package dev.ferry.local.template;

import java.time.Duration;
import java.util.Optional;

/** An {@code AWS::SQS::Queue}. */
public record Queue(
        String logicalId,
        String name,
        Duration visibilityTimeout,
        Duration messageRetention,
        Optional<Redrive> redrive) {

    /** @param deadLetterQueue the queue's name, which carries its Region */
    public record Redrive(String deadLetterQueue, int maxReceiveCount) {}
}
