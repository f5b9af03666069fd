package dev.ferry.local.template;

import dev.ferry.local.template.Queue.Redrive;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads an {@code AWS::SQS::Queue}; the defaults are those of its reference page. */
final class QueueReader {
    private static final Set<String> HEEDED =
            Set.of("QueueName", "VisibilityTimeout", "MessageRetentionPeriod", "RedrivePolicy");
    private static final Set<String> PASSED_OVER = Set.of(
            "KmsDataKeyReusePeriodSeconds",
            "KmsMasterKeyId",
            "MaximumMessageSize",
            "RedriveAllowPolicy",
            "SqsManagedSseEnabled",
            "Tags");
    private static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MESSAGE_RETENTION = Duration.ofDays(4);

    private final Resources resources;

    QueueReader(Resources resources) {
        this.resources = resources;
    }

    Queue read(String logicalId) {
        Properties queue = Properties.of(
                resources.declared(logicalId),
                resources.intrinsics(),
                resources.locationOf(logicalId),
                HEEDED,
                PASSED_OVER);
        return new Queue(
                logicalId,
                resources.nameOf(logicalId, ResourceType.QUEUE),
                queue.seconds("VisibilityTimeout", VISIBILITY_TIMEOUT),
                queue.seconds("MessageRetentionPeriod", MESSAGE_RETENTION),
                redrive(queue));
    }

    private Optional<Redrive> redrive(Properties queue) {
        if (!queue.has("RedrivePolicy")) {
            return Optional.empty();
        }
        Properties policy = queue.part("RedrivePolicy", Set.of("deadLetterTargetArn", "maxReceiveCount"));
        String deadLetterQueue = resources.declaredQueue(
                policy.text("deadLetterTargetArn"), policy.locationOf("deadLetterTargetArn"));
        return Optional.of(new Redrive(deadLetterQueue, policy.integer("maxReceiveCount")));
    }
}
