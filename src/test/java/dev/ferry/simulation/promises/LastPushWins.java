package dev.ferry.simulation.promises;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedPush;
import dev.ferry.simulation.history.ItemName;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Promise 6: the last push wins at every destination, whatever the order of delivery. A tag's version only grows,
 * deletions included; a destination remembers the highest that it has seen from each source; an older one never
 * overwrites a newer one, nor a push made at the destination in between.
 */
public final class LastPushWins implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        commit.changes("images", "tag#").forEach(change -> {
            if (change.after().isEmpty()) {
                throw violation("%s has forgotten its version", change.item());
            }
            boolean moved = change.sets("digest") || change.alters("digest") || change.removes("digest");
            if (version(change.after()) < version(change.before()) + (moved ? 1 : 0)) {
                throw violation("%s moved, and its version did not grow", change.item());
            }
            if (commit.by().message().filter(message -> history.deletions().containsKey(message.push())).isPresent()) {
                return; // DeletionsKeepTheOrder says what goes
            }
            if (commit.by().function() == FunctionName.REPLICATE) {
                arrived(change, commit, history);
            } else if (change.before().isPresent()
                    && !change.before().get().get("sources").equals(change.after().get().get("sources"))) {
                throw violation("%s has forgotten what it had seen", change.item());
            }
        });
    }

    private void arrived(Change change, Commit commit, History history) {
        ReplicationMessage message = commit.by().message().orElseThrow();
        Push push = history.brought(message.push()).push();
        long pushed = push.tagVersion().orElseThrow(() -> violation("%s brought a tag that was not pushed", commit.by()));
        // What was taken away at the destination comes back by a backfill, and by nothing else.
        boolean comesBack = history.backfilled().containsKey(push.id()) && !Change.has(change.before(), "digest");
        for (Registry source : World.REGISTRIES) {
            long before = Versions.seen(change.before(), source);
            long after = Versions.seen(change.after(), source);
            if (source.equals(push.registry())
                    ? after != pushed || pushed < before || pushed == before && !comesBack
                    : after != before) {
                throw violation("%s has seen version %d of %s, and %d came", change.item(), before, source, after);
            }
        }
        Optional<String> digest = Change.text(change.after(), "digest");
        boolean held = Change.has(change.before(), "digest") && Mutability.isImmutable(change.item(), history);
        boolean superseded = digest.equals(Change.text(change.before(), "digest")) && Versions.seen(history.now(new ItemName(
                change.item().region(), "images", change.item().partition(), "deletions#" + push.digest())), push.registry())
                > push.deletions();
        if (!held && !superseded && !digest.equals(Optional.of(push.digest().toString()))) {
            throw violation("%s did not follow push %s, which is the last", change.item(), push.id());
        }
    }

    private static long version(Optional<Map<String, AttributeValue>> tag) {
        return tag.map(item -> Long.parseLong(item.get("version").n())).orElse(0L);
    }

    /** What came to its end has been seen: no later push was kept from the tag by an earlier one. */
    @Override
    public void atRest(History history) {
        for (CommittedPush pushed : history.pushes().values()) {
            Push push = pushed.push();
            push.tag().ifPresent(tag -> push.plan().destinations().stream()
                    .filter(destination -> Change.text(history.now(History.row(push, destination)), "status")
                            .equals(Optional.of("COMPLETE")))
                    .forEach(destination -> {
                        ItemName there = new ItemName(destination.region(), "images",
                                destination.account() + "/" + push.repository(), "tag#" + tag);
                        if (Versions.seen(history.now(there), push.registry()) < push.tagVersion().getAsLong()) {
                            throw violation("%s has not seen push %s, which is COMPLETE", there, push.id());
                        }
                    }));
        }
    }
}
