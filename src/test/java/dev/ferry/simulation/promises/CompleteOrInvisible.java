package dev.ferry.simulation.promises;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Manifest;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.World;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Promise 8: layers and child manifests arrive before the manifest, the manifest before the tag. No registry ever lists
 * an image that cannot be pulled.
 */
public final class CompleteOrInvisible implements Promise {
    private static final Map<String, List<Needed>> LAYERS =
            ofImages(manifest -> manifest.layers().stream().map(Needed::of).toList());
    private static final Map<String, List<String>> CHILDREN =
            ofImages(manifest -> manifest.children().stream().map(child -> "image#" + child.digest()).toList());

    private final Stores stores;

    public CompleteOrInvisible(Stores stores) {
        this.stores = stores;
    }

    @Override
    public void committed(Commit commit, History history) {
        Set<ItemName> repositories = new HashSet<>();
        for (Change change : commit.changes()) {
            ItemName item = change.item();
            if (item.table().equals("images")) {
                int slash = item.partition().indexOf('/');
                repositories.add(new ItemName(item.region(), "repositories",
                        item.partition().substring(0, slash), item.partition().substring(slash + 1)));
            } else if (item.table().equals("repositories")) {
                repositories.add(item);
            }
        }
        repositories.stream()
                .filter(repository -> isVisible(history.now(repository)))
                .forEach(repository -> inspect(repository, history));
    }

    private static boolean isVisible(Optional<Map<String, AttributeValue>> repository) {
        return repository.isPresent() && !repository.get().containsKey("deleting");
    }

    private void inspect(ItemName repository, History history) {
        Map<String, Map<String, AttributeValue>> items = history.items(
                repository.region(), "images", repository.partition() + "/" + repository.sort());
        items.forEach((name, item) -> {
            if (name.startsWith("image#") && item.containsKey("pushedAt")) {
                requirePullable(name, repository, items);
            } else if (name.startsWith("tag#") && item.containsKey("digest")) {
                Map<String, AttributeValue> image = items.get("image#" + item.get("digest").s());
                if (image == null || !image.containsKey("tags")
                        || !image.get("tags").ss().contains(name.substring("tag#".length()))) {
                    throw violation("%s: %s names an image that is not there, or not by it", repository, name);
                }
            }
        });
    }

    private void requirePullable(String image, ItemName repository, Map<String, Map<String, AttributeValue>> items) {
        for (Needed layer : LAYERS.get(image)) {
            if (!items.containsKey(layer.item())) {
                throw violation("%s: %s is listed without its %s", repository, image, layer.item());
            }
            if (!stores.hasObject(repository.region(), repository.partition() + layer.object())) {
                throw violation("%s: %s has no bytes", repository, layer.item());
            }
        }
        for (String child : CHILDREN.get(image)) {
            if (!Change.has(Optional.ofNullable(items.get(child)), "pushedAt")) {
                throw violation("%s: %s is listed without %s, which it lists", repository, image, child);
            }
        }
    }

    /** What a layer has to be: an item of its repository, and an object of the account. */
    private record Needed(String item, String object) {
        static Needed of(Descriptor layer) {
            return new Needed("layer#" + layer.digest(), "/sha256/" + layer.digest().hex());
        }
    }

    private static <T> Map<String, List<T>> ofImages(Function<Manifest, List<T>> needed) {
        return World.IMAGES.stream()
                .collect(Collectors.toMap(image -> "image#" + image.digest(), image -> needed.apply(World.manifest(image))));
    }
}
