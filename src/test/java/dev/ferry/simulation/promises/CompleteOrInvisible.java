package dev.ferry.simulation.promises;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.World;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Promise 8: layers and child manifests arrive before the manifest, the manifest before the tag. No registry ever lists
 * an image that cannot be pulled.
 */
public final class CompleteOrInvisible implements Promise {
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
                requirePullable(Digest.parse(name.substring("image#".length())), repository, items);
            } else if (name.startsWith("tag#") && item.containsKey("digest")) {
                Map<String, AttributeValue> image = items.get("image#" + item.get("digest").s());
                if (image == null || !image.containsKey("tags")
                        || !image.get("tags").ss().contains(name.substring("tag#".length()))) {
                    throw violation("%s: %s names an image that is not there, or not by it", repository, name);
                }
            }
        });
    }

    private void requirePullable(Digest digest, ItemName repository, Map<String, Map<String, AttributeValue>> items) {
        Manifest manifest = World.manifest(World.image(digest));
        for (Descriptor layer : manifest.layers()) {
            RegionName region = repository.region();
            if (!items.containsKey("layer#" + layer.digest())) {
                throw violation("%s: %s is listed without its layer %s", repository, World.nameOf(digest), layer.digest());
            }
            if (!stores.hasObject(region, repository.partition() + "/sha256/" + layer.digest().hex())) {
                throw violation("%s: the layer %s has no bytes", repository, layer.digest());
            }
        }
        for (Descriptor child : manifest.children()) {
            Map<String, AttributeValue> listed = items.get("image#" + child.digest());
            if (listed == null || !listed.containsKey("pushedAt")) {
                throw violation("%s: %s is listed without %s, which it lists", repository, World.nameOf(digest),
                        World.nameOf(child.digest()));
            }
        }
    }
}
