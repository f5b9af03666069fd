package dev.ferry.simulation.promises;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.PushId;
import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedAction;
import dev.ferry.simulation.history.ItemName;
import dev.ferry.testing.TestImage;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Promise 12: every replication ends as COMPLETE, or as FAILED with a reason that a person understands, and that is true:
 * what it names was so while the replication was open.
 */
public final class EveryReplicationEnds implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        commit.replications().filter(change -> change.sets("failureCode")).forEach(change -> {
            String[] name = change.item().sort().split("#");
            CommittedAction pushed = history.action(new PushId(name[0]));
            if (Change.text(change.after(), "reason").orElse("").isBlank()) {
                throw violation("%s FAILED without a reason", change.item());
            }
            String code = change.after().get().get("failureCode").s();
            if (!isTrue(code, commit, change, pushed, Registry.of(name[1], name[2]), history)) {
                throw violation("%s FAILED as %s, which was not so", change.item(), code);
            }
        });
    }

    private static boolean isTrue(
            String code, Commit commit, Change change, CommittedAction pushed, Registry destination, History history) {
        ImageAction push = pushed.action();
        long since = pushed.commit();
        return switch (code) {
            case "AccessDenied" -> true; // GrantHolds says when
            case "InternalFailure" -> commit.by().function() == FunctionName.GIVE_UP;
            case "ServiceLinkedRoleNotFound" -> wasMissing(since, new ItemName(World.HOME, "settings",
                    push.registry().account().value(), "service-linked-role"), history);
            case "RegionNotEnabled" -> Stream.of(push.registry(), destination)
                    .filter(registry -> registry.region().equals(World.CAPE_TOWN))
                    .anyMatch(registry -> wasMissing(since, new ItemName(World.HOME, "settings",
                            registry.account().value(), "region#" + registry.region()), history));
            case "ImageNotFound" -> anyWasMissing(World.image(push.digest()), push, since, history);
            case "RepositoryNotFound" -> !change.after().get().get("mayCreateRepository").bool()
                    && history.since(since, new ItemName(destination.region(), "repositories",
                            destination.account().value(), push.repository().value()))
                    .anyMatch(repository -> repository.isEmpty() || repository.get().containsKey("deleting"));
            case "ImageReferencedByManifestList" -> history.since(commit.by().readSince(), new ItemName(destination.region(),
                            "images", destination.account() + "/" + push.repository(), "image#" + push.digest()))
                    .anyMatch(image -> Change.has(image, "listedBy"));
            case "MissingCustomRole" -> Templates.since(since, destination.region(), destination.account().value(),
                    push.repository().value(), history).lackRole();
            default -> false;
        };
    }

    private static boolean wasMissing(long since, ItemName item, History history) {
        return history.since(since, item).anyMatch(Optional::isEmpty);
    }

    private static boolean anyWasMissing(TestImage image, ImageAction push, long since, History history) {
        return isMissing(image.digest(), push, since, history)
                || image.children().stream().anyMatch(child -> anyWasMissing(child, push, since, history));
    }

    private static boolean isMissing(Digest image, ImageAction push, long since, History history) {
        return wasMissing(since, new ItemName(push.registry().region(), "images",
                push.registry().account() + "/" + push.repository(), "image#" + image), history);
    }

    @Override
    public void atRest(History history) {
        history.actions().map(CommittedAction::action).forEach(push -> {
            if (Change.has(history.now(History.pushItem(push)), "open")) {
                throw violation("push %s is open for ever", push.id());
            }
            push.plan().destinations().forEach(destination -> {
                var row = history.now(History.row(push, destination));
                if (Change.text(row, "status").equals(Optional.of("IN_PROGRESS")) || Change.has(row, "open")) {
                    throw violation("push %s is on its way to %s for ever", push.id(), destination);
                }
            });
        });
    }
}
