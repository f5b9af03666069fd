package dev.ferry.store.images;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageState;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.replication.PushId;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How images come and go, with all that points to them and from them: their tags, the images that an index lists, and the
 * subject that one refers to. What is seen of one item is true of the others.
 */
@ApplicationScoped
public class ImageChanges {
    private final StoredImages images;
    private final ImageTags tags;
    private final ImageReferrers referrers;

    public ImageChanges(StoredImages images, ImageTags tags, ImageReferrers referrers) {
        this.images = images;
        this.tags = tags;
        this.referrers = referrers;
    }

    /**
     * Parts of a transaction: the image is in the repository, whoever brought it first, and a tag changes with it.
     *
     * @param seen  what was read before; another answer now is contention
     * @param state of the image; it has to be so in the same transaction if the image was not seen
     * @param push  what brings it; empty for a replica
     */
    public List<Write> addition(
            RepositoryKey repository, Manifest manifest, Optional<StoredImage> seen, ImageState state,
            Optional<TagChange> change, Optional<PushId> push, Instant now) {
        List<Write> writes = new ArrayList<>();
        writes.add(images.addition(repository, manifest, seen, state,
                change.filter(tag -> tag.names(manifest.digest())).map(TagChange::tag), push, now));
        // A transaction takes an item once, and the tag may leave an image that the new one lists.
        Optional<TagChange> leavesChild = change.filter(tag -> seen.isEmpty() && tag.left().isPresent()
                && distinctChildren(manifest).contains(tag.left().get()));
        change.ifPresent(tag -> {
            writes.add(tags.change(repository, tag, push));
            tag.left().filter(left -> leavesChild.isEmpty())
                    .ifPresent(left -> writes.add(images.leaving(repository, left, Set.of(tag.tag()))));
        });
        if (seen.isEmpty()) {
            distinctChildren(manifest).forEach(child -> writes.add(leavesChild
                    .filter(tag -> tag.left().equals(Optional.of(child)))
                    .map(tag -> images.listingAndLeaving(repository, child, manifest.digest(), tag.tag()))
                    .orElseGet(() -> images.listing(repository, child, manifest.digest()))));
            manifest.subject().ifPresent(subject ->
                    writes.add(referrers.addition(repository, subject.digest(), manifest)));
        }
        return writes;
    }

    private static List<Digest> distinctChildren(Manifest manifest) {
        return manifest.children().stream().map(Descriptor::digest).distinct().toList();
    }

    /** Parts of a transaction, at most two a tag: tags change, and the images that they leave forget them. */
    public List<Write> tagChanges(RepositoryKey repository, Collection<TagChange> changes) {
        List<Write> writes = new ArrayList<>();
        Map<Digest, Set<Tag>> leaving = new LinkedHashMap<>();
        changes.forEach(change -> {
            writes.add(tags.change(repository, change, Optional.empty()));
            change.left().ifPresent(left -> leaving.computeIfAbsent(left, any -> new HashSet<>()).add(change.tag()));
        });
        leaving.forEach((left, some) -> writes.add(images.leaving(repository, left, some)));
        return writes;
    }

    /**
     * Parts of a transaction: the image goes, with the last of its tags and what points from it to others. Its other tags have
     * to go before it.
     *
     * @param last   the changes by which the tags go that the image has
     * @param listed what to say when an index came to list the image meanwhile
     */
    public List<Write> removal(
            RepositoryKey repository, Image image, Collection<TagChange> last, List<Digest> children,
            Supplier<? extends RuntimeException> listed) {
        List<Write> writes = new ArrayList<>();
        writes.add(images.deletion(repository, image, listed));
        children.forEach(child -> writes.add(images.delisting(repository, child, image.digest())));
        image.subject().ifPresent(subject -> writes.add(referrers.removal(repository, subject, image.digest())));
        last.forEach(change -> writes.add(tags.change(repository, change, Optional.empty())));
        return writes;
    }
}
