package dev.ferry.simulation.promises;

import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Lifecycle policies that leave the youngest active image, and delete or archive others, take no image but where there is one that
 * does so, and never the youngest that there has been, nor one that an index lists, nor one that is archived by then; and in the
 * end they have taken all others.
 */
public final class LifecyclesTakeWhatIsTheirs implements Promise {
    /** Where an image stood among those of its repository. */
    private record Age(long since, String image) {
        boolean isBefore(Age other) {
            return since < other.since || since == other.since && image.compareTo(other.image) < 0;
        }

        static Age of(String sort, Map<String, AttributeValue> image) {
            // One that was restored is as young as one that is pushed.
            return new Age(Long.parseLong(image.getOrDefault("activatedAt", image.get("pushedAt")).n()), sort);
        }
    }

    private final Map<String, Set<Age>> ages = new HashMap<>();

    private static String place(Change change) {
        return change.item().region() + "/" + change.item().partition();
    }

    private static boolean isYoung(Change image) {
        return image.sets("pushedAt") || image.sets("activatedAt") || image.alters("activatedAt");
    }

    @Override
    public void committed(Commit commit, History history) {
        commit.changes("images", "image#").filter(LifecyclesTakeWhatIsTheirs::isYoung).forEach(change ->
                ages.computeIfAbsent(place(change), any -> new HashSet<>())
                        .add(Age.of(change.item().sort(), change.after().orElseThrow())));
        if (commit.by().function() == FunctionName.LIFECYCLE) {
            commit.changes("images", "image#").filter(change -> change.after().isEmpty())
                    .forEach(change -> requireTheirs(change, "expire", commit, history));
            commit.changes("images", "image#").filter(change -> change.sets("archived"))
                    .forEach(change -> requireTheirs(change, "transition", commit, history));
        }
    }

    private void requireTheirs(Change gone, String action, Commit commit, History history) {
        Map<String, AttributeValue> before = gone.before().orElseThrow();
        String[] name = gone.item().partition().split("/", 2);
        ItemName policy = new ItemName(gone.item().region(), "policies", name[0], "lifecycle/" + name[1]);
        if (history.since(commit.by().readSince(), policy).noneMatch(held -> Change.text(held, "text").filter(text -> text.contains('"' + action + '"')).isPresent())) {
            throw violation("%s was taken, and there was no policy to %s it", gone.item(), action);
        }
        Age age = Age.of(gone.item().sort(), before);
        boolean refers = before.containsKey("subject");
        if (before.containsKey("listedBy") || !refers && ages.get(place(gone)).stream().noneMatch(age::isBefore)) {
            throw violation("%s was taken, and is the youngest, or listed by an index", gone.item());
        }
        if (before.containsKey("archived") && !refers) {
            throw violation("%s was taken, and is archived", gone.item());
        }
    }

    @Override
    public void atRest(History history) {
        World.REGISTRIES.forEach(registry -> World.REPOSITORIES.forEach(name -> {
            ItemName policy = new ItemName(
                    registry.region(), "policies", registry.account().value(), "lifecycle/" + name);
            if (Change.has(history.now(policy), "text")) {
                SortedMap<String, Map<String, AttributeValue>> items =
                        history.items(registry.region(), "images", registry.account() + "/" + name);
                List<String> left = items.entrySet().stream()
                        .filter(item -> item.getKey().startsWith("image#") && !item.getValue().containsKey("listedBy"))
                        .filter(item -> !item.getValue().containsKey("archived"))
                        .filter(item -> !item.getValue().containsKey("subject")
                                || !items.containsKey("image#" + item.getValue().get("subject").s()))
                        .map(Map.Entry::getKey)
                        .toList();
                if (left.size() > 1) {
                    throw violation("%s leaves %s", policy, left);
                }
            }
        }));
    }
}
