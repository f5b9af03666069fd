package dev.ferry.store.replications;

import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.Attributes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is kept of a replication's way.
 *
 * @param openedAt  when it was fanned out; nothing is known of one that is older than this is kept
 * @param grantedAt when the destination's policy was judged, if it was and it allowed it
 */
public record ReplicationSteps(Replication replication, Optional<Instant> openedAt, Optional<Instant> grantedAt) {
    /** One that is not opened yet. */
    public static ReplicationSteps planned(Replication replication) {
        return new ReplicationSteps(replication, Optional.empty(), Optional.empty());
    }

    static ReplicationSteps of(Map<String, AttributeValue> item) {
        return new ReplicationSteps(
                ReplicationRecords.replication(item),
                Attributes.optionalTime(item, "openedAt"),
                Attributes.optionalTime(item, "grantedAt"));
    }

    /** When it ended, well or not. */
    public Optional<Instant> endedAt() {
        return switch (replication.state().status()) {
            case IN_PROGRESS -> Optional.empty();
            case COMPLETE -> Optional.of(((Complete) replication.state()).at());
            case FAILED -> Optional.of(((Failed) replication.state()).at());
        };
    }
}
