package dev.ferry.simulation.promises;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.PushId;
import dev.ferry.simulation.RegistryPolicy;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedAction;
import dev.ferry.simulation.history.ItemName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Promise 7: a permission once granted holds for that replication. The destination's policy is judged when a replication
 * first starts; removing the permission stops later ones, not that one, however
 * often it is attempted.
 */
public final class GrantHolds implements Promise {
    private static final Set<String> NOT_GRANTED = Set.of("AccessDenied", "RegionNotEnabled", "ServiceLinkedRoleNotFound");

    @Override
    public void committed(Commit commit, History history) {
        commit.replications().forEach(change -> {
            String[] name = change.item().sort().split("#");
            CommittedAction pushed = history.action(new PushId(name[0]));
            if (pushed != null && name.length == 3) {
                judge(change, commit, pushed.action(), Registry.of(name[1], name[2]), history);
            }
        });
        if (!commit.by().function().isClients() && commit.changes("images", "").findAny().isPresent()) {
            requireGrant(commit, history);
        }
    }

    private void judge(Change change, Commit commit, ImageAction push, Registry destination, History history) {
        if (change.alters("grantedAt") || change.removes("grantedAt") || change.alters("mayCreateRepository")) {
            throw violation("push %s: what %s had granted was changed", push.id(), destination);
        }
        if (change.sets("grantedAt")) {
            boolean mayCreate = change.after().get().get("mayCreateRepository").bool();
            if (policies(commit, destination, history).noneMatch(policy ->
                    RegistryPolicy.allowsReplication(policy, push.registry().account(), destination)
                            && RegistryPolicy.allowsCreation(policy, push.registry().account(), destination) == mayCreate)) {
                throw violation("push %s: %s granted what no policy then in force allows", push.id(), destination);
            }
        }
        if (change.sets("failureCode")) {
            String code = change.after().get().get("failureCode").s();
            if (NOT_GRANTED.contains(code) && Change.has(change.before(), "grantedAt")) {
                throw violation("push %s: %s had granted it, and it FAILED as %s", push.id(), destination, code);
            }
            if (code.equals("AccessDenied") && policies(commit, destination, history).allMatch(policy ->
                    RegistryPolicy.allowsReplication(policy, push.registry().account(), destination))) {
                throw violation("push %s: FAILED for want of a permission that %s gives", push.id(), destination);
            }
        }
    }

    private static Stream<Optional<RegistryPolicy>> policies(Commit commit, Registry destination, History history) {
        ItemName policy = new ItemName(destination.region(), "policies", destination.account().value(), "registry");
        return history.since(commit.by().readSince(), policy)
                .map(item -> Change.text(item, "text").map(RegistryPolicy::of));
    }

    private void requireGrant(Commit commit, History history) {
        commit.by().message().ifPresent(message -> {
            ImageAction push = history.action(message.push()).action();
            if (!Change.has(history.now(History.row(push, message.destination())), "grantedAt")) {
                throw violation("push %s: it came to %s without a grant", push.id(), message.destination());
            }
        });
    }
}
