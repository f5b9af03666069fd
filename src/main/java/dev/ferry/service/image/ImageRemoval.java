package dev.ferry.service.image;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StoredImage;
import dev.ferry.store.ContentionException;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageChanges;
import dev.ferry.store.images.TagChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How an image goes with its last tags in one transaction, by its owner's request or after its source. */
@ApplicationScoped
public class ImageRemoval {
    /** These go with their image and all that an index lists; tags before them go in transactions of their own. */
    public static final int LAST_TAGS = 10;

    private final ImageChanges changes;
    private final Manifests manifests;

    public ImageRemoval(ImageChanges changes, Manifests manifests) {
        this.changes = changes;
        this.manifests = manifests;
    }

    /**
     * Parts of a transaction, at most 92.
     *
     * @param last the changes by which the tags go that the image still has
     */
    public List<Write> writes(Registry registry, RepositoryKey key, StoredImage stored, Collection<TagChange> last) {
        List<Digest> children = manifests.of(registry, stored).children().stream()
                .map(Descriptor::digest)
                .distinct()
                .toList();
        return changes.removal(
                key,
                stored.image().withTags(last.stream().map(TagChange::tag).collect(Collectors.toSet())),
                last,
                children,
                ContentionException.over("the image " + stored.image().digest()));
    }
}
