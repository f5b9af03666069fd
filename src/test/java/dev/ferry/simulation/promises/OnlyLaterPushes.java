package dev.ferry.simulation.promises;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedPush;
import java.util.Optional;

/**
 * Promise 5: configuring replication copies nothing that was there before. What was there is not pushed by being pushed
 * once more, unless that restores it from the archive, and what arrives anywhere is the image of the push that is under way, or one that it lists.
 */
public final class OnlyLaterPushes implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        if (commit.by().function() == FunctionName.API) {
            requireNews(commit);
        } else if (commit.by().function() == FunctionName.REPLICATE) {
            commit.changes("images", "image#").filter(change -> change.sets("pushedAt")).forEach(image ->
                    requirePushed(Digest.parse(image.item().sort().substring("image#".length())), commit, history));
        }
    }

    private void requireNews(Commit commit) {
        commit.replications()
                .filter(change -> change.before().isEmpty() && Change.text(change.after(), "kind").equals(Optional.of("push")))
                .forEach(push -> {
                    boolean image = commit.changes("images", "image#").anyMatch(change -> change.sets("pushedAt"));
                    boolean tag = commit.changes("images", "tag#")
                            .anyMatch(change -> change.sets("digest") || change.alters("digest"));
                    String digest = push.item().partition().substring(push.item().partition().indexOf('@') + 1);
                    boolean restored = commit.changes("images", "image#" + digest).anyMatch(change -> change.removes("archived"));
                    if (!image && !tag && !restored) {
                        throw violation("a push that brought nothing new: %s", push.item());
                    }
                });
    }

    private void requirePushed(Digest image, Commit commit, History history) {
        boolean meant = commit.by().message().map(message -> {
            CommittedPush pushed = history.brought(message.push());
            if (pushed == null) {
                return false;
            }
            Push push = pushed.push();
            Registry destination = message.destination();
            return push.plan().destinations().contains(destination) && World.holds(push.digest(), image);
        }).orElse(false);
        if (!meant) {
            throw violation("%s was brought by %s, which no push said", image, commit.by());
        }
    }
}
