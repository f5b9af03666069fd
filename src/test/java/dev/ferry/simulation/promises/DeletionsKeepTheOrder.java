package dev.ferry.simulation.promises;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.Push;
import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedDeletion;
import dev.ferry.simulation.history.History.CommittedPush;
import dev.ferry.simulation.history.History.ReplicationName;
import dev.ferry.simulation.history.ItemName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Promise 14: a deletion that a rule replicates is recorded with what it deletes, happens once at each destination, and never
 * undoes what a later push brought, nor a push made at the destination; a push that comes after a deletion which happened later
 * brings nothing back.
 */
public final class DeletionsKeepTheOrder implements Promise {
    /** Whose a tag is: of the registry whose replica it was last, or of none where it was pushed. */
    private final Map<ItemName, Optional<Registry>> owners = new HashMap<>();

    @Override
    public void committed(Commit commit, History history) {
        Optional<CommittedDeletion> deleted = commit.by().message()
                .map(message -> history.deletions().get(message.push()));
        if (commit.by().function().isClients()) {
            requireRecorded(commit, history);
        } else if (commit.by().function() == FunctionName.REPLICATE && deleted.isPresent()) {
            removed(commit, deleted.get(), commit.by().message().get().destination(), history);
        } else if (commit.by().function() == FunctionName.REPLICATE) {
            commit.changes("images", "image#").filter(change -> change.sets("pushedAt"))
                    .forEach(image -> requireNotDeletedLater(image.item(), commit, history));
        }
        commit.changes("images", "tag#").filter(change -> Change.has(change.after(), "digest"))
                .forEach(tag -> noteOwner(tag, commit, history));
    }

    private void noteOwner(Change tag, Commit commit, History history) {
        if (commit.by().function() != FunctionName.REPLICATE) {
            if (tag.before().isPresent() && !tag.alters("version")) {
                return; // Its image was restored, and nobody pushed it.
            }
            owners.put(tag.item(), Optional.empty());
            return;
        }
        commit.by().message().map(message -> history.brought(message.push())).map(CommittedPush::push)
                .filter(push -> Change.text(tag.after(), "digest").equals(Optional.of(push.digest().toString())))
                .ifPresent(push -> owners.put(tag.item(), Optional.of(push.registry())));
    }

    // --------------------------------------------------------------------------------------------- at the source

    private void requireRecorded(Commit commit, History history) {
        Optional<Deletion> recorded = history.deletionOfLatestCommit();
        Stream.concat(
                        commit.changes("images", "image#").filter(change -> change.removes("pushedAt")),
                        commit.changes("images", "tag#").filter(change -> change.removes("digest")))
                .filter(change -> isVisible(change.item(), history))
                .forEach(change -> requireRecorded(change, recorded, commit, history));
    }

    private void requireRecorded(Change gone, Optional<Deletion> recorded, Commit commit, History history) {
        String[] place = gone.item().partition().split("/", 2);
        ItemName configuration = new ItemName(gone.item().region(), "settings", place[0], "replication");
        boolean replicated = history.since(commit.by().readSince(), configuration)
                .map(item -> Configuration.of(Change.text(item, "configuration")))
                .noneMatch(held -> destinations(held, new RepositoryName(place[1]), gone).isEmpty());
        if (replicated && recorded.isEmpty()) {
            throw violation("%s was deleted, and goes nowhere", gone.item());
        }
        recorded.filter(deletion -> !says(deletion, gone)).ifPresent(deletion -> {
            throw violation("%s was deleted, and %s does not say it", gone.item(), deletion);
        });
    }

    private static List<Registry> destinations(Configuration configuration, RepositoryName repository, Change gone) {
        return gone.isOf("images", "image#")
                ? configuration.ofImageDeletion(repository)
                : configuration.ofTagDeletion(repository, Set.of(new Tag(gone.item().sort().substring("tag#".length()))));
    }

    private static boolean says(Deletion deletion, Change gone) {
        if (gone.isOf("images", "image#")) {
            return deletion.deletions().isPresent() && gone.item().sort().equals("image#" + deletion.digest());
        }
        long version = Long.parseLong(gone.after().orElseThrow().get("version").n());
        return deletion.tags().entrySet().stream()
                .anyMatch(tag -> gone.item().sort().equals("tag#" + tag.getKey()) && tag.getValue() == version);
    }

    private static boolean isVisible(ItemName item, History history) {
        String[] place = item.partition().split("/", 2);
        Optional<Map<String, AttributeValue>> repository =
                history.now(new ItemName(item.region(), "repositories", place[0], place[1]));
        return repository.isPresent() && !repository.get().containsKey("deleting");
    }

    // --------------------------------------------------------------------------------------- at the destination

    private void removed(Commit commit, CommittedDeletion deleted, Registry destination, History history) {
        Deletion deletion = deleted.deletion();
        if (commit.changes("images", "").findAny().isPresent() && !Change.text(
                history.now(History.row(deletion, destination)), "status").equals(Optional.of("IN_PROGRESS"))) {
            throw violation("deletion %s: to %s it took effect after its end", deletion.id(), destination);
        }
        for (Change change : commit.changes()) {
            boolean may = change.isOf("images", "") || change.isOf("replications", "");
            if (!may || change.sets("pushedAt") || change.isOf("images", "tag#") && change.alters("digest")) {
                throw violation("deletion %s brought %s", deletion.id(), change.item());
            }
        }
        boolean wholeImage = deletion.deletions().isPresent();
        commit.changes("images", "image#").filter(change -> change.after().isEmpty()).forEach(image -> {
            boolean its = wholeImage && image.item().sort().equals("image#" + deletion.digest());
            if (!its || hasLaterArrival(deleted, destination, deletion.digest(), Optional.empty(), history)) {
                throw violation("deletion %s took %s away, which is not its, or was pushed later", deletion.id(), image.item());
            }
        });
        commit.changes("images", "tag#").filter(change -> change.removes("digest")).forEach(tag -> {
            String name = tag.item().sort().substring("tag#".length());
            boolean its = deletion.tags().keySet().stream().anyMatch(each -> each.value().equals(name))
                    || wholeImage && Change.text(tag.before(), "digest").equals(Optional.of(deletion.digest().toString()));
            if (!its || !owners.get(tag.item()).equals(Optional.of(deletion.registry()))) {
                throw violation("deletion %s took %s away, which is not its", deletion.id(), tag.item());
            }
            // A later push whose tag immutability held here brought no tag that could be taken away.
            Digest named = Digest.parse(Change.text(tag.before(), "digest").orElseThrow());
            if (hasLaterArrival(deleted, destination, named, Optional.of(name), history)) {
                throw violation("deletion %s took %s away, which was pushed later", deletion.id(), tag.item());
            }
        });
    }

    /** Whether the image, by that tag if one is given, has come there by a push after the deletion. */
    private static boolean hasLaterArrival(
            CommittedDeletion deleted, Registry destination, Digest image, Optional<String> tag, History history) {
        Deletion deletion = deleted.deletion();
        return history.pushes().values().stream()
                .filter(pushed -> pushed.commit() > deleted.commit())
                .map(CommittedPush::push)
                .filter(push -> push.registry().equals(deletion.registry()) && push.repository().equals(deletion.repository()))
                .filter(push -> push.digest().equals(image))
                .filter(push -> tag.isEmpty() || push.tag().map(Object::toString).equals(tag))
                .anyMatch(push -> history.arrivals(new ReplicationName(push.id(), destination)).stream()
                        .anyMatch(arrival -> arrival.commit().changes("images", tag.map(name -> "tag#" + name)
                                .orElse("image#" + push.digest())).findAny().isPresent()));
    }

    /** An image comes only if its source had it after its last deletion that was seen there. */
    private void requireNotDeletedLater(ItemName image, Commit commit, History history) {
        commit.by().message().map(message -> history.brought(message.push())).map(CommittedPush::push).ifPresent(push -> {
            Digest digest = Digest.parse(image.sort().substring("image#".length()));
            long seen = Versions.seen(history.now(new ItemName(
                    image.region(), image.table(), image.partition(), "deletions#" + digest)), push.registry());
            long deletedAt = history.deletions().values().stream()
                    .filter(deleted -> isOf(deleted.deletion(), push, digest))
                    .filter(deleted -> deleted.deletion().deletions().orElse(Long.MAX_VALUE) <= seen)
                    .mapToLong(CommittedDeletion::commit)
                    .max().orElse(0);
            ItemName atSource = new ItemName(push.registry().region(), "images",
                    push.registry().account() + "/" + push.repository(), "image#" + digest);
            if (history.since(deletedAt, atSource).noneMatch(item -> Change.has(item, "pushedAt"))) {
                throw violation("push %s brought %s back, which was deleted later", push.id(), image);
            }
        });
    }

    private static boolean isOf(Deletion deletion, Push push, Digest digest) {
        return deletion.registry().equals(push.registry()) && deletion.repository().equals(push.repository())
                && deletion.digest().equals(digest);
    }

    // --------------------------------------------------------------------------------------------------- at rest

    @Override
    public void atRest(History history) {
        for (CommittedDeletion deleted : history.deletions().values()) {
            deleted.deletion().plan().destinations().stream()
                    .filter(destination -> Change.text(history.now(History.row(deleted.deletion(), destination)), "status")
                            .equals(Optional.of("COMPLETE")))
                    .forEach(destination -> requireDone(deleted, destination, history));
        }
    }

    private void requireDone(CommittedDeletion deleted, Registry destination, History history) {
        Deletion deletion = deleted.deletion();
        String there = destination.account() + "/" + deletion.repository();
        deletion.tags().forEach((tag, version) -> {
            ItemName item = new ItemName(destination.region(), "images", there, "tag#" + tag);
            Optional<Map<String, AttributeValue>> now = history.now(item);
            long seen = Versions.seen(now, deletion.registry());
            boolean itsStill = Change.has(now, "digest")
                    && owners.get(item).equals(Optional.of(deletion.registry()));
            if (seen < version || seen == version && itsStill) {
                throw violation("%s has not gone by deletion %s, which is COMPLETE", item, deletion.id());
            }
        });
        deletion.deletions().ifPresent(count -> {
            ItemName item = new ItemName(destination.region(), "images", there, "image#" + deletion.digest());
            ItemName state = new ItemName(destination.region(), "images", there, "deletions#" + deletion.digest());
            if (Versions.seen(history.now(state), deletion.registry()) < count) {
                throw violation("%s has not seen deletion %s, which is COMPLETE", item, deletion.id());
            }
            boolean elsewhere = Stream.concat(history.pushes().values().stream(), history.backfilled().values().stream())
                    .map(CommittedPush::push)
                    .anyMatch(push -> push.repository().equals(deletion.repository())
                            && World.holds(push.digest(), deletion.digest())
                            && (push.registry().equals(destination)
                                    || !push.registry().equals(deletion.registry())
                                            && push.plan().destinations().contains(destination)));
            boolean later = history.pushes().values().stream().anyMatch(pushed -> pushed.commit() > deleted.commit()
                    && isOf(deletion, pushed.push(), pushed.push().digest()));
            // A replica may have brought it back to the source, in an index, and a backfill from there to the destination.
            boolean backfilled = history.backfilled().values().stream().anyMatch(pushed -> pushed.commit() > deleted.commit()
                    && pushed.push().registry().equals(deletion.registry())
                    && pushed.push().repository().equals(deletion.repository())
                    && World.holds(pushed.push().digest(), deletion.digest()));
            if (!elsewhere && !later && !backfilled && Change.has(history.now(item), "pushedAt")) {
                throw violation("%s has not gone by deletion %s, which is COMPLETE", item, deletion.id());
            }
        });
    }
}
