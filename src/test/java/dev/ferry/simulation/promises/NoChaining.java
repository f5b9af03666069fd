package dev.ferry.simulation.promises;

import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;

/** Promise 3: a replica is written by replication alone and never makes a push, so it goes no further. */
public final class NoChaining implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        if (commit.by().function().isClients()) {
            return;
        }
        commit.replications()
                .filter(change -> change.before().isEmpty() && !change.item().sort().contains("#"))
                .forEach(push -> {
                    throw violation("%s made a push: %s", commit.by(), push.item());
                });
    }
}
