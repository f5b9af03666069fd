package dev.ferry.simulation.promises;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.Push;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Invocation;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedAction;
import dev.ferry.simulation.history.ItemName;
import java.util.List;
import java.util.Optional;

/**
 * Promise 1: image, tag move and push record commit together or not at all. No message is sent before the commit, and
 * none can be lost after it.
 */
public final class PushIsAtomic implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        if (commit.by().function() != FunctionName.API) {
            return;
        }
        List<Push> pushes = history.pushesOfLatestCommit();
        commit.changes("images", "image#").filter(change -> change.sets("pushedAt")).forEach(image -> {
            if (pushes.stream().noneMatch(made -> image.item().sort().equals("image#" + made.digest()))) {
                throw violation("%s appeared without a push", image.item());
            }
        });
        commit.changes("images", "tag#").filter(PushIsAtomic::names).forEach(tag -> {
            String digest = tag.after().get().get("digest").s();
            long version = Long.parseLong(tag.after().get().get("version").n());
            if (pushes.stream().noneMatch(made -> made.digest().toString().equals(digest)
                    && tag.item().sort().equals("tag#" + made.tag().map(Object::toString).orElse(""))
                    && made.tagVersion().orElse(0) == version)) {
                throw violation("%s moved without a push of it", tag.item());
            }
        });
        pushes.forEach(made -> {
            String repository = made.registry().account() + "/" + made.repository();
            boolean there = Change.has(history.now(new ItemName(
                    made.registry().region(), "images", repository, "image#" + made.digest())), "pushedAt");
            boolean tagged = made.tag().map(tag -> Change.text(history.now(new ItemName(
                            made.registry().region(), "images", repository, "tag#" + tag)), "digest")
                    .equals(Optional.of(made.digest().toString()))).orElse(true);
            if (!there || !tagged) {
                throw violation("push %s was recorded without its image or its tag", made.id());
            }
        });
    }

    /** Whether the tag names an image from now on that it did not name before. */
    private static boolean names(Change tag) {
        return tag.sets("digest") || tag.alters("digest");
    }

    @Override
    public void sent(Invocation by, RegionName region, List<ReplicationMessage> messages, History history) {
        for (ReplicationMessage message : messages) {
            CommittedAction pushed = history.action(message.push());
            if (pushed == null || history.now(History.row(pushed.action(), message.destination())).isEmpty()) {
                throw violation("%s was sent before it was committed", message);
            }
        }
    }

    @Override
    public void atRest(History history) {
        history.actions().map(CommittedAction::action).forEach(action -> action.plan().destinations().forEach(destination -> {
            if (history.now(History.row(action, destination)).isEmpty()) {
                throw violation("push %s was lost on its way to %s", action.id(), destination);
            }
        }));
    }
}
