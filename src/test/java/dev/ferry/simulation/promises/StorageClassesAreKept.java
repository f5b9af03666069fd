package dev.ferry.simulation.promises;

import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedPush;
import dev.ferry.simulation.history.ItemName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Only its owner archives an image, or its owner's lifecycle policy, each registry its own: no replication does. One that is
 * pushed, or arrives, or that an index lists, can be pulled then, whoever archived it meanwhile. Each change is recorded with
 * what is announced of it, and nothing else is; and nothing is left of an image that was deleted meanwhile.
 */
public final class StorageClassesAreKept implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        commit.changes("images", "image#").forEach(image -> {
            image.after().ifPresent(after -> requireWhole(image.item(), after));
            if (image.sets("archived") && !commit.by().function().isClients()) {
                throw violation("%s archived %s", commit.by(), image.item());
            }
        });
        List<String> changed = commit.changes("images", "image#")
                .filter(image -> image.after().isPresent())
                .filter(image -> image.sets("archived") || image.removes("archived") && !isListedNow(image))
                .map(StorageClassesAreKept::told)
                .sorted()
                .toList();
        List<String> told = commit.storageClasses()
                .map(record -> record.item().partition() + " " + record.after().orElseThrow().get("target").s())
                .sorted()
                .toList();
        if (!changed.equals(told)) {
            throw violation("%s changed %s, and told of %s", commit.by(), changed, told);
        }
        Stream.concat(pushed(commit, history), arrived(commit, history))
                .filter(image -> Change.has(history.now(image), "archived"))
                .forEach(image -> {
                    throw violation("%s brought %s, which is archived", commit.by(), image);
                });
    }

    private void requireWhole(ItemName item, Map<String, AttributeValue> image) {
        if (!image.containsKey("pushedAt") || !image.containsKey("mediaType")) {
            throw violation("%s is what is left of an image: %s", item, image);
        }
        if (image.containsKey("archived") && (image.containsKey("listedBy") || !image.containsKey("archivedAt"))) {
            throw violation("%s is archived, and listed by an index, or nobody knows since when", item);
        }
    }

    /** It was restored because an index came to list it, which is told as the index's push. */
    private static boolean isListedNow(Change image) {
        return image.sets("listedBy") || image.alters("listedBy");
    }

    private static String told(Change image) {
        return "storage-class/" + image.item().partition() + "@" + image.item().sort().substring("image#".length()) + " "
                + (image.sets("archived") ? "ARCHIVE" : "STANDARD");
    }

    private static ItemName image(Registry registry, Push push) {
        return new ItemName(registry.region(), "images", registry.account() + "/" + push.repository(), "image#" + push.digest());
    }

    /** The images of pushes and of what is pushed again; a notification tells of one that was long before. */
    private static Stream<ItemName> pushed(Commit commit, History history) {
        return commit.by().function() == FunctionName.API
                ? history.pushesOfLatestCommit().stream().map(push -> image(push.registry(), push))
                : Stream.empty();
    }

    /** The image of a replication that ends well with the commit, unless it was deleted at the source later. */
    private static Stream<ItemName> arrived(Commit commit, History history) {
        boolean complete = commit.changes("replications", "").anyMatch(change -> change.item().partition().startsWith("end/")
                && Change.text(change.after(), "status").equals(Optional.of("COMPLETE")));
        if (commit.by().function() != FunctionName.REPLICATE || !complete) {
            return Stream.empty();
        }
        Registry destination = commit.by().message().orElseThrow().destination();
        CommittedPush pushed = history.brought(commit.by().message().orElseThrow().push());
        return Stream.ofNullable(pushed).map(CommittedPush::push)
                .filter(push -> !OncePerPush.isSuperseded(push, destination, history))
                .map(push -> image(destination, push));
    }
}
