package dev.ferry.simulation.promises;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.simulation.World;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Promise 15: a backfill finds what was there, opens each replication once, counts each end once and in the commit that brings
 * it, begins no other to the same Region beside it, and ends. That it changes nothing that a later push brought is
 * {@link LastPushWins}'s.
 */
public final class BackfillsTellTheTruth implements Promise {
    private static final Map<String, Set<String>> NEXT = Map.of(
            "PREPARING", Set.of("IN_PROGRESS", "STOPPING", "FAILED"),
            "IN_PROGRESS", Set.of("COMPLETE", "FAILED", "STOPPING"),
            "STOPPING", Set.of("STOPPED", "FAILED"));

    private final Map<String, Counted> counted = new HashMap<>();

    /** What was seen of a backfill's replications, and when it started. */
    private static final class Counted {
        private final long start;
        private final Set<String> begun = new HashSet<>();
        private long completed;
        private long failed;

        Counted(long start) {
            this.start = start;
        }
    }

    @Override
    public void committed(Commit commit, History history) {
        commit.backfills().filter(change -> change.before().isEmpty() && isBackfill(change)).forEach(change -> {
            counted.put(change.item().sort(), new Counted(commit.number()));
            started(change, commit, history);
        });
        Set<String> touched = commit.backfills().filter(BackfillsTellTheTruth::isBackfill)
                .map(change -> change.item().sort()).collect(Collectors.toSet());
        commit.replications().filter(change -> Change.has(change.after(), "backfill")).forEach(change -> {
            String id = change.after().get().get("backfill").s();
            if (seen(change, id) && !touched.contains(id)) {
                throw violation("%s: %s is not counted", id, change.item());
            }
        });
        commit.backfills().filter(BackfillsTellTheTruth::isBackfill).forEach(change -> changed(change, history));
        commit.backfills().filter(change -> change.sets("tagVersion")).forEach(change -> requireVersion(change, commit, history));
    }

    /** The version with which a tag is brought is one that it had, with that image, while the turn looked. */
    private void requireVersion(Change change, Commit commit, History history) {
        String[] name = change.item().sort().split("[@|]");
        boolean had = history.since(commit.by().readSince(), new ItemName(change.item().region(), "images",
                        change.item().partition().split("/")[1] + "/" + name[0], "tag#" + name[2]))
                .anyMatch(tag -> Change.text(tag, "digest").equals(Optional.of(name[1]))
                        && tag.get().get("version").equals(change.after().get().get("tagVersion")));
        if (!had) {
            throw violation("%s has the version %s, which the tag did not have", change.item(), change.after());
        }
    }

    private static boolean isBackfill(Change change) {
        return change.item().partition().startsWith("backfills/");
    }

    private void started(Change change, Commit commit, History history) {
        Registry registry = registry(change);
        Registry destination = destination(change);
        boolean named = history.since(commit.by().readSince(),
                        new ItemName(registry.region(), "settings", registry.account().value(), "replication"))
                .anyMatch(held -> Configuration.of(Change.text(held, "configuration")).destinations().contains(destination));
        if (!named) {
            throw violation("%s goes to %s, which no rule named", change.item(), destination);
        }
        List<String> open = history.items(registry.region(), "replications", change.item().partition()).values().stream()
                .filter(backfill -> backfill.containsKey("open"))
                .map(backfill -> backfill.get("destination").s().split("/")[1])
                .toList();
        if (new HashSet<>(open).size() < open.size()) {
            throw violation("%s begins beside another to the same Region: %s", change.item(), open);
        }
    }

    /** Whether the commit changes the counts: it opens the replication, or brings its first attempt to an end. */
    private boolean seen(Change change, String id) {
        Counted count = counted.get(id);
        String status = change.after().get().get("status").s();
        boolean first = !Change.has(change.after(), "attempt");
        if (change.before().isEmpty()) {
            String image = change.item().partition() + "|" + Change.text(change.after(), "tag").orElse("");
            if (!count.begun.add(image)) {
                throw violation("%s: %s is opened twice", id, image);
            }
            return true;
        }
        if (!first || !change.alters("status")) {
            return false;
        }
        count.completed += status.equals("COMPLETE") ? 1 : 0;
        count.failed += status.equals("FAILED") ? 1 : 0;
        return true;
    }

    private void changed(Change change, History history) {
        Map<String, AttributeValue> now = change.after().orElseThrow(() -> violation("%s is gone", change.item()));
        String before = Change.text(change.before(), "status").orElse("PREPARING");
        String after = now.get("status").s();
        if (!before.equals(after) && !NEXT.getOrDefault(before, Set.of()).contains(after)) {
            throw violation("%s was %s and became %s", change.item(), before, after);
        }
        Counted count = counted.get(change.item().sort());
        Set<String> found = history.items(
                registry(change).region(), "replications", "backfill/" + registry(change).account() + "/" + change.item().sort())
                .keySet();
        if (number(now, "totalCount") != found.size() || number(now, "begunCount") != count.begun.size()
                || number(now, "completedCount") != count.completed || number(now, "failedCount") != count.failed) {
            throw violation("%s counts %s, and there were %d found, %d begun, %d completed, %d failed", change.item(), now,
                    found.size(), count.begun.size(), count.completed, count.failed);
        }
        if (before.equals("PREPARING") && after.equals("IN_PROGRESS")) {
            foundAll(change, found, count, history);
        }
        long open = count.begun.size() - count.completed - count.failed;
        boolean byItself = after.equals("COMPLETE") || after.equals("STOPPED");
        if (!before.equals(after) && byItself && (open > 0 || after.equals("COMPLETE") && found.size() > count.begun.size())) {
            throw violation("%s became %s while %d were under way, %d of %d begun", change.item(), after, open,
                    count.begun.size(), found.size());
        }
    }

    /** A tag that named the same image from the start until all was found is among what was found. */
    private void foundAll(Change change, Set<String> found, Counted count, History history) {
        Registry registry = registry(change);
        Configuration rules = Configuration.of(Change.text(history.now(new ItemName(registry.region(), "replications",
                "backfill-rules/" + registry.account(), change.item().sort())), "configuration"));
        for (RepositoryName repository : World.REPOSITORIES) {
            for (Tag tag : World.TAGS) {
                List<Optional<String>> digests = history.since(count.start, new ItemName(registry.region(), "images",
                                registry.account() + "/" + repository, "tag#" + tag))
                        .map(item -> Change.text(item, "digest")).distinct().toList();
                boolean there = digests.size() == 1 && digests.get(0).isPresent() && isThere(registry, repository, count, history);
                String name = digests.get(0).map(digest -> repository + "@" + digest + "|" + tag).orElse("");
                boolean meant = rules.ofPush(repository, Optional.of(tag)).contains(destination(change));
                if (there && meant && !found.contains(name)) {
                    throw violation("%s has not found %s", change.item(), name);
                }
            }
        }
        found.forEach(name -> {
            String[] parts = name.split("[@|]");
            Optional<Tag> tag = parts.length == 3 ? Optional.of(new Tag(parts[2])) : Optional.empty();
            if (!rules.ofPush(new RepositoryName(parts[0]), tag).contains(destination(change))) {
                throw violation("%s has found %s, which no rule sends there", change.item(), name);
            }
        });
    }

    private static boolean isThere(Registry registry, RepositoryName repository, Counted count, History history) {
        return history.since(count.start, new ItemName(registry.region(), "repositories", registry.account().value(),
                repository.value())).allMatch(item -> item.isPresent() && !item.get().containsKey("deleting"));
    }

    private static Registry registry(Change change) {
        return Registry.of(change.item().partition().substring("backfills/".length()), change.item().region().value());
    }

    private static Registry destination(Change change) {
        String[] parts = change.after().get().get("destination").s().split("/");
        return Registry.of(parts[0], parts[1]);
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(item.get(name).n());
    }

    @Override
    public void atRest(History history) {
        for (Registry registry : World.REGISTRIES) {
            history.items(registry.region(), "replications", "backfills/" + registry.account()).forEach((id, backfill) -> {
                if (backfill.containsKey("open") || !backfill.containsKey("endedAt")) {
                    throw violation("backfill %s is %s for ever", id, backfill.get("status").s());
                }
            });
            if (!history.items(registry.region(), "replications", "backfilling/" + registry.account()).entrySet().stream()
                    .allMatch(item -> item.getKey().equals("all") && number(item.getValue(), "inProgress") == 0)) {
                throw violation("a backfill that has ended is in the way of others of %s", registry);
            }
        }
    }
}
