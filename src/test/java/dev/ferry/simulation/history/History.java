package dev.ferry.simulation.history;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.store.replications.BackfillImages;
import dev.ferry.store.replications.PushRecords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** All that was ever committed to the tables, in the order in which it was: what the promises are judged by. */
public final class History {
    private final Map<ItemName, List<Version>> versions = new HashMap<>();
    private final Map<Partition, SortedMap<String, Map<String, AttributeValue>>> items = new HashMap<>();
    private final Map<PushId, CommittedPush> pushes = new LinkedHashMap<>();
    private final Map<PushId, CommittedPush> backfilled = new LinkedHashMap<>();
    private final Map<PushId, CommittedDeletion> deletions = new LinkedHashMap<>();
    private final Map<ReplicationName, List<Arrival>> arrivals = new HashMap<>();
    private final List<Push> latest = new ArrayList<>();
    private Optional<CommittedDeletion> latestDeletion = Optional.empty();
    private long commits;

    /** What an item held from a commit on; nothing if it was deleted. */
    private record Version(long since, Optional<Map<String, AttributeValue>> item) {}

    /** All items of a table with the same partition key. */
    private record Partition(RegionName region, String table, String key) {}

    /** A push, and the commit that made it. */
    public record CommittedPush(Push push, long commit) {}

    /** A deletion that goes elsewhere, and the commit that made it. */
    public record CommittedDeletion(Deletion deletion, long commit) {}

    /** Either. */
    public record CommittedAction(ImageAction action, long commit) {}

    public record ReplicationName(PushId push, Registry destination) {}

    /** What a replication did at its destination in one commit. */
    public record Arrival(Commit commit) {}

    public long commits() {
        return commits;
    }

    public void add(Commit commit) {
        commits = commit.number();
        latest.clear();
        for (Change change : commit.changes()) {
            ItemName name = change.item();
            versions.computeIfAbsent(name, any -> new ArrayList<>(4)).add(new Version(commits, change.after()));
            SortedMap<String, Map<String, AttributeValue>> partition = items.computeIfAbsent(
                    new Partition(name.region(), name.table(), name.partition()), any -> new TreeMap<>());
            change.after().ifPresentOrElse(
                    item -> partition.put(name.sort(), item), () -> partition.remove(name.sort()));
            if (isRecord(change, "push")) {
                Push push = PushRecords.push(change.after().get());
                latest.add(push);
                pushes.put(push.id(), new CommittedPush(push, commits));
            } else if (isRecord(change, "deletion")) {
                Deletion deletion = (Deletion) PushRecords.action(change.after().get());
                latestDeletion = Optional.of(new CommittedDeletion(deletion, commits));
                deletions.put(deletion.id(), latestDeletion.get());
            } else if (change.before().isEmpty() && change.isOf("replications", "") && Change.has(change.after(), "backfill")
                    && Change.text(change.after(), "kind").equals(Optional.of("replication"))) {
                Push push = BackfillImages.brought(change.after().get()).orElseThrow();
                backfilled.put(push.id(), new CommittedPush(push, commits));
            }
        }
        if (commit.by().function() == FunctionName.REPLICATE) {
            commit.by().message()
                    .filter(message -> commit.changes().stream().anyMatch(change -> !change.isOf("replications", "")))
                    .ifPresent(message -> arrivals
                            .computeIfAbsent(new ReplicationName(message.push(), message.destination()),
                                    any -> new ArrayList<>())
                            .add(new Arrival(commit)));
        }
    }

    /** Whether the commit made one of this kind, well formed or not being another authorization. */
    private static boolean isRecord(Change change, String kind) {
        return change.isOf("replications", "") && change.before().isEmpty() && !change.item().sort().contains("#")
                && Change.text(change.after(), "kind").equals(Optional.of(kind)) && Change.has(change.after(), "region");
    }

    /** The pushes that the latest commit made: one, or one for each tag of an image that is restored. */
    public List<Push> pushesOfLatestCommit() {
        return Collections.unmodifiableList(latest);
    }

    public Map<PushId, CommittedPush> pushes() {
        return Collections.unmodifiableMap(pushes);
    }

    /** What replications bring that backfills opened, each as the push that it is not. */
    public Map<PushId, CommittedPush> backfilled() {
        return Collections.unmodifiableMap(backfilled);
    }

    /** What a replication brings, be it of a push or of a backfill; null if it is neither. */
    public CommittedPush brought(PushId push) {
        return pushes.getOrDefault(push, backfilled.get(push));
    }

    public Map<PushId, CommittedDeletion> deletions() {
        return Collections.unmodifiableMap(deletions);
    }

    /** The deletion that the latest commit made, if it made one. */
    public Optional<Deletion> deletionOfLatestCommit() {
        return latestDeletion.filter(made -> made.commit() == commits).map(CommittedDeletion::deletion);
    }

    /** What is replicated, be it a push, what a backfill brings, or a deletion; null if it is none. */
    public CommittedAction action(PushId id) {
        CommittedPush pushed = brought(id);
        if (pushed != null) {
            return new CommittedAction(pushed.push(), pushed.commit());
        }
        CommittedDeletion deleted = deletions.get(id);
        return deleted == null ? null : new CommittedAction(deleted.deletion(), deleted.commit());
    }

    /** Pushes and deletions. */
    public Stream<CommittedAction> actions() {
        return Stream.concat(pushes.keySet().stream(), deletions.keySet().stream()).map(this::action);
    }

    /** What the replication did at its destination so far. */
    public List<Arrival> arrivals(ReplicationName replication) {
        return arrivals.getOrDefault(replication, List.of());
    }

    /** What the item holds now. */
    public Optional<Map<String, AttributeValue>> now(ItemName name) {
        return Optional.ofNullable(items(name.region(), name.table(), name.partition()).get(name.sort()));
    }

    /** What the item held from a moment on until now: at that moment, and after each commit since. */
    public Stream<Optional<Map<String, AttributeValue>>> since(long commit, ItemName name) {
        List<Version> all = versions.getOrDefault(name, List.of());
        int first = all.size();
        while (first > 0 && all.get(first - 1).since() > commit) {
            first--;
        }
        Stream<Optional<Map<String, AttributeValue>>> then =
                Stream.of(first == 0 ? Optional.empty() : all.get(first - 1).item());
        return Stream.concat(then, all.subList(first, all.size()).stream().map(Version::item));
    }

    /** The items of a partition as they are now, by their sort keys. */
    public SortedMap<String, Map<String, AttributeValue>> items(RegionName region, String table, String partition) {
        return items.getOrDefault(new Partition(region, table, partition), Collections.emptySortedMap());
    }

    /** The row of a replication, which lies where its image was pushed. */
    public static ItemName row(ImageAction push, Registry destination) {
        return new ItemName(push.registry().region(), "replications", imageOf(push),
                push.id() + "#" + destination.account() + "#" + destination.region());
    }

    public static ItemName pushItem(ImageAction push) {
        return new ItemName(push.registry().region(), "replications", imageOf(push), push.id().value());
    }

    private static String imageOf(ImageAction push) {
        return push.registry().account() + "/" + push.repository() + "@" + push.digest();
    }
}
