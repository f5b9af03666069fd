package dev.ferry.simulation;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StorageClass;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import dev.ferry.simulation.promises.StorageClassesAreKept;
import dev.ferry.simulation.promises.Violation;
import java.util.List;
import java.util.Optional;

/** Those who archive images and restore them, and see whether that is done when they are told so. */
final class Archivists {
    private final ClientRequests requests;
    private final History history;

    Archivists(ClientRequests requests, History history) {
        this.requests = requests;
        this.history = history;
    }

    /** What is restored has to be archived before. */
    static StorageClass storageClass(Chance chance) {
        return chance.happens(0.6) ? StorageClass.ARCHIVE : StorageClass.STANDARD;
    }

    /** Archives an image, restores it or deletes it while a lifecycle policy of the Region may be at it. */
    void interfere(Chance chance, RegionName region) {
        List<Registry> registries = World.REGISTRIES.stream().filter(registry -> registry.region().equals(region)).toList();
        for (Registry registry : registries) {
            for (RepositoryName name : World.REPOSITORIES) {
                ItemName policy = new ItemName(region, "policies", registry.account().value(), "lifecycle/" + name);
                if (Change.has(history.now(policy), "text")) {
                    if (chance.happens(0.7)) {
                        updateAny(chance, registry, name);
                    } else {
                        Digest image = any(chance, registry, name);
                        requests.make(registry, "delete " + World.nameOf(image) + " of " + registry + "/" + name,
                                ferry -> ferry.deletion.delete(registry, name, ImageId.of(image)));
                    }
                }
            }
        }
    }

    /** The same in the repository of a Region that most is done in, or in another one. */
    void updateAny(Chance chance, RegionName region) {
        List<Registry> registries = World.REGISTRIES.stream().filter(registry -> registry.region().equals(region)).toList();
        if (!registries.isEmpty()) {
            updateAny(chance, registries.get(chance.below(1 + chance.below(registries.size()))),
                    World.REPOSITORIES.get(chance.below(1 + chance.below(World.REPOSITORIES.size()))));
        }
    }

    /** Archives an image that is there and that no index lists, if there is one, or restores it. */
    void updateAny(Chance chance, Registry registry, RepositoryName name) {
        update(any(chance, registry, name), registry, name, storageClass(chance));
    }

    private Digest any(Chance chance, Registry registry, RepositoryName name) {
        List<Digest> there = history.items(registry.region(), "images", registry.account() + "/" + name).entrySet().stream()
                .filter(item -> item.getKey().startsWith("image#") && !item.getValue().containsKey("listedBy"))
                .map(item -> Digest.parse(item.getKey().substring("image#".length())))
                .toList();
        return there.isEmpty() || chance.happens(0.1) ? chance.of(World.IMAGES).digest() : chance.of(there);
    }

    void update(Digest digest, Registry registry, RepositoryName name, StorageClass target) {
        ItemName item = new ItemName(
                registry.region(), "images", registry.account() + "/" + name, "image#" + digest);
        requests.make(registry, "have " + World.nameOf(digest) + " of " + registry + "/" + name + " in " + target, ferry -> {
            long asked = history.commits();
            Optional<Image> answer = ferry.storageClasses.update(registry, name, ImageId.of(digest), target);
            boolean wanted = target == StorageClass.ARCHIVE;
            if (answer.isPresent() && history.since(asked, item).noneMatch(image ->
                    Change.has(image, "pushedAt") && Change.has(image, "archived") == wanted)) {
                throw new Violation(StorageClassesAreKept.class,
                        item + " was said to be in " + target + ", and never was since that was asked for");
            }
        });
    }
}
