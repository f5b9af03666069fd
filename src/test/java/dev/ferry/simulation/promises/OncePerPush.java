package dev.ferry.simulation.promises;

import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.Arrival;
import dev.ferry.simulation.history.History.CommittedPush;
import dev.ferry.simulation.history.History.ReplicationName;
import dev.ferry.simulation.history.ItemName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Promise 2: however often a notification, a record or a message is delivered, each push replicates exactly once to each
 * destination: each attempt at it has one outcome, which is the truth, and only what failed is attempted anew; it takes
 * effect at most once, by the attempt that is under way, and not after its end.
 */
public final class OncePerPush implements Promise {
    private final Set<String> notifications = new HashSet<>();

    @Override
    public void committed(Commit commit, History history) {
        commit.replications().forEach(change -> {
            String[] name = change.item().sort().split("#");
            CommittedPush pushed = history.brought(new PushId(name[0]));
            if (pushed == null) {
                return;
            }
            if (name.length == 1) {
                recorded(change, commit, pushed);
            } else if (name.length == 3) {
                advanced(change, commit, pushed.push(), Registry.of(name[1], name[2]), history);
            }
        });
        if (commit.by().function() == FunctionName.REPLICATE) {
            commit.by().message().filter(message -> history.brought(message.push()) != null).ifPresent(message -> history.arrivals(
                            new ReplicationName(message.push(), message.destination())).stream()
                    .filter(arrival -> arrival.commit().equals(commit))
                    .forEach(arrival -> tookEffect(commit, history.brought(message.push()).push(),
                            message.destination(), history)));
        }
    }

    private void recorded(Change change, Commit commit, CommittedPush pushed) {
        boolean again = change.before().isPresent() && (change.after().isEmpty() || change.sets("open"));
        if (again || commit.by().function() == FunctionName.PUSH && !notifications.add(pushed.push().id().value())) {
            throw violation("a notification was recorded twice, as push %s", pushed.push().id());
        }
    }

    private void advanced(Change change, Commit commit, Push push, Registry destination, History history) {
        if (change.after().isEmpty()) {
            throw violation("push %s: its replication to %s is gone", push.id(), destination);
        }
        String before = Change.text(change.before(), "status").orElse("IN_PROGRESS");
        String after = Change.text(change.after(), "status").orElseThrow();
        if (before.equals("FAILED") && after.equals("IN_PROGRESS")) {
            if (!commit.by().function().isClients() || attempt(change.after()) != attempt(change.before()) + 1) {
                throw violation("push %s: to %s it had FAILED, and %s goes on", push.id(), destination, commit.by());
            }
            return;
        }
        if (change.before().isPresent() && attempt(change.after()) != attempt(change.before())) {
            throw violation("push %s: to %s it was %s, and is attempted anew", push.id(), destination, before);
        }
        if (!before.equals("IN_PROGRESS") && (!before.equals(after) || change.alters("endedAt") || change.alters("reason"))) {
            throw violation("push %s: to %s it was %s, and became %s", push.id(), destination, before, after);
        }
        if (before.equals(after)) {
            return;
        }
        boolean arrived = isThere(push, destination, history);
        boolean brought = history.arrivals(new ReplicationName(push.id(), destination)).stream()
                .anyMatch(arrival -> isEffect(arrival.commit(), push));
        if (after.equals("FAILED") && brought) {
            throw violation("push %s: to %s FAILED, yet it has arrived", push.id(), destination);
        }
        if (after.equals("COMPLETE") && !arrived && !isSuperseded(push, destination, history)) {
            throw violation("push %s: to %s COMPLETE, yet it has never arrived", push.id(), destination);
        }
    }

    /** Whether the image was there at any time since it was pushed, and the tag has heard of the push. */
    private static boolean isThere(Push push, Registry destination, History history) {
        String repository = destination.account() + "/" + push.repository();
        boolean image = history.since(history.brought(push.id()).commit(),
                        new ItemName(
                                destination.region(), "images", repository, "image#" + push.digest()))
                .anyMatch(item -> Change.has(item, "pushedAt"));
        return image && push.tag().map(tag -> Versions.seen(history.now(new ItemName(
                        destination.region(), "images", repository, "tag#" + tag)), push.registry())
                >= push.tagVersion().getAsLong()).orElse(true);
    }

    /** Whether the destination has seen that the image was deleted after it had been pushed. */
    static boolean isSuperseded(Push push, Registry destination, History history) {
        return Versions.seen(history.now(new ItemName(destination.region(), "images",
                destination.account() + "/" + push.repository(), "deletions#" + push.digest())), push.registry()) > push.deletions();
    }

    private void tookEffect(Commit commit, Push push, Registry destination, History history) {
        Optional<Map<String, AttributeValue>> row = history.now(History.row(push, destination));
        Optional<String> status = Change.text(row, "status");
        if (status.filter("IN_PROGRESS"::equals).isEmpty()) {
            throw violation("push %s: to %s it took effect after it was %s", push.id(), destination, status.orElse("gone"));
        }
        // A late message of an earlier attempt may carry on this one; what ends with it must be this one.
        String end = "/" + push.id() + (attempt(row) == 0 ? "" : "/" + attempt(row));
        commit.changes("replications", "").filter(change -> change.item().partition().startsWith("end/")).forEach(change -> {
            if (!change.item().partition().endsWith(end)) {
                throw violation("push %s: at %s %s ended in attempt %d", push.id(), destination, change.item(), attempt(row));
            }
        });
        List<Arrival> effects = history.arrivals(new ReplicationName(push.id(), destination)).stream()
                .filter(arrival -> isEffect(arrival.commit(), push))
                .toList();
        if (effects.size() > 1 && isEffect(commit, push)) {
            throw violation("push %s: it arrived at %s twice", push.id(), destination);
        }
    }

    private static int attempt(Optional<Map<String, AttributeValue>> row) {
        return row.filter(item -> item.containsKey("attempt")).map(item -> Integer.parseInt(item.get("attempt").n())).orElse(0);
    }

    /** Whether the commit brought the very image that was pushed, or its tag. */
    private static boolean isEffect(Commit commit, Push push) {
        return commit.changes("images", "image#" + push.digest()).anyMatch(change -> change.sets("pushedAt"))
                || push.tag().isPresent() && commit.changes("images", "tag#" + push.tag().get()).findAny().isPresent();
    }

    @Override
    public void atRest(History history) {
        for (CommittedPush pushed : history.pushes().values()) {
            Push push = pushed.push();
            String row = push.id() + "#";
            long rows = history.items(push.registry().region(), "replications",
                            History.pushItem(push).partition()).keySet().stream()
                    .filter(sort -> sort.startsWith(row))
                    .count();
            if (rows != push.plan().destinations().size()) {
                throw violation("push %s has %d replications, and %d destinations", push.id(), rows,
                        push.plan().destinations().size());
            }
        }
    }
}
