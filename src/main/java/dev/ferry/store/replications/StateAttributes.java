package dev.ferry.store.replications;

import dev.ferry.replication.FailureCode;
import dev.ferry.replication.LayerBytes;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.replication.ReplicationState.Status;
import dev.ferry.store.Attributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The state of a replication, as its item holds it, and as the item of its end does. What was granted stays when it ends. */
final class StateAttributes {
    private StateAttributes() {}

    /** What the state brings with it. */
    static Map<String, AttributeValue> of(ReplicationState state) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("status", Attributes.string(state.status()));
        if (state instanceof Granted granted) {
            attributes.put("grantedAt", Attributes.time(granted.at()));
            attributes.put("mayCreateRepository", Attributes.flag(granted.mayCreateRepository()));
        } else if (state instanceof Complete complete) {
            attributes.put("endedAt", Attributes.time(complete.at()));
            complete.layers().ifPresent(layers -> {
                attributes.put("copiedBytes", Attributes.number(layers.copied()));
                attributes.put("skippedBytes", Attributes.number(layers.skipped()));
            });
        } else if (state instanceof Failed failed) {
            attributes.put("endedAt", Attributes.time(failed.at()));
            attributes.put("failureCode", Attributes.string(failed.code().code()));
            attributes.put("reason", Attributes.string(failed.reason()));
        }
        return attributes;
    }

    static ReplicationState read(Map<String, AttributeValue> item) {
        return switch (Status.valueOf(Attributes.string(item, "status"))) {
            case COMPLETE -> new Complete(Attributes.time(item, "endedAt"), layers(item));
            case FAILED -> new Failed(
                    Attributes.time(item, "endedAt"),
                    FailureCode.of(Attributes.string(item, "failureCode")),
                    Attributes.string(item, "reason"),
                    granted(item));
            case IN_PROGRESS -> granted(item).<ReplicationState>map(granted -> granted).orElseGet(Planned::new);
        };
    }

    private static Optional<LayerBytes> layers(Map<String, AttributeValue> item) {
        return item.containsKey("copiedBytes")
                ? Optional.of(new LayerBytes(Attributes.number(item, "copiedBytes"), Attributes.number(item, "skippedBytes")))
                : Optional.empty();
    }

    private static Optional<Granted> granted(Map<String, AttributeValue> item) {
        return Attributes.optionalTime(item, "grantedAt")
                .map(at -> new Granted(at, Attributes.required(item, "mayCreateRepository", AttributeValue::bool)));
    }
}
