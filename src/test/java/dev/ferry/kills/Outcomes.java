package dev.ferry.kills;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationState;
import java.util.List;
import java.util.Map;

/**
 * How the replications of one repository's pushes ended.
 *
 * @param ofPushes in the ledger's order, for each destination
 */
record Outcomes(Ledger ledger, List<Map<Registry, ReplicationState>> ofPushes) {
    Outcomes {
        ofPushes = List.copyOf(ofPushes);
    }

    boolean isComplete(int push, Registry destination) {
        return ofPushes.get(push).get(destination) instanceof ReplicationState.Complete;
    }
}
