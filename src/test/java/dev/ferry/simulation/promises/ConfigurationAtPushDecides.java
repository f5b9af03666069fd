package dev.ferry.simulation.promises;

import dev.ferry.replication.ImageAction;
import dev.ferry.replication.PushId;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedAction;
import dev.ferry.simulation.history.ItemName;

/**
 * Promise 4: the configuration in force when the image was pushed decides where it goes, not the one in force when the
 * event is handled. In force is one that held at any moment from the push's reading to its commit.
 */
public final class ConfigurationAtPushDecides implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        commit.replications().forEach(change -> {
            String[] name = change.item().sort().split("#");
            CommittedAction pushed = history.action(new PushId(name[0]));
            if (pushed == null) {
                return;
            }
            ImageAction push = pushed.action();
            if (name.length == 1) {
                if (change.before().isEmpty()) {
                    planned(commit, push, history);
                } else if (change.alters("plan") || change.removes("plan")) {
                    throw violation("the plan of push %s was changed", push.id());
                }
            } else if (name.length == 3 && change.before().isEmpty() && push.plan().destinations().stream().noneMatch(
                    destination -> History.row(push, destination).sort().equals(change.item().sort()))) {
                throw violation("push %s goes to %s#%s, which it was not meant for", push.id(), name[1], name[2]);
            }
        });
    }

    private void planned(Commit commit, ImageAction push, History history) {
        ItemName configuration = new ItemName(
                push.registry().region(), "settings", push.registry().account().value(), "replication");
        boolean meant = history.since(commit.by().readSince(), configuration)
                .map(item -> Configuration.of(Change.text(item, "configuration")))
                .anyMatch(held -> held.destinationsOf(push).equals(push.plan().destinations()));
        if (!meant) {
            throw violation("push %s goes to %s, as no configuration then in force says", push.id(),
                    push.plan().destinations());
        }
    }
}
