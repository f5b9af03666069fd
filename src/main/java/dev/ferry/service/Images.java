package dev.ferry.service;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.store.ImagesTable;
import dev.ferry.store.ItemKey;
import dev.ferry.store.Items;
import dev.ferry.store.Page;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.RepositoryKey;
import dev.ferry.store.StoredImage;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images of a repository, found by digest or tag, or listed. */
@ApplicationScoped
public class Images {
    private final Tables tables;
    private final RepositoriesTable repositories;
    private final ImagesTable images;

    public Images(Tables tables, RepositoriesTable repositories, ImagesTable images) {
        this.tables = tables;
        this.repositories = repositories;
        this.images = images;
    }

    /** What became of one identifier: the image, or why there is none. */
    public record Found(ImageId id, Optional<StoredImage> image, Optional<ImageFailure> failure) {
        static Found of(ImageId id, StoredImage image) {
            return new Found(id, Optional.of(image), Optional.empty());
        }

        static Found not(ImageId id, ImageFailure why) {
            return new Found(id, Optional.empty(), Optional.of(why));
        }
    }

    /**
     * Finds images, in the order in which they are asked for.
     *
     * @throws EcrException RepositoryNotFoundException
     */
    public List<Found> find(Registry registry, RepositoryName name, List<ImageId> ids) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        List<ItemKey> wanted = new ArrayList<>();
        wanted.add(repositories.key(registry.account(), name));
        ids.forEach(id -> {
            id.tag().ifPresent(tag -> wanted.add(images.tagKey(key, tag)));
            id.digest().ifPresent(digest -> wanted.add(images.imageKey(key, digest)));
        });
        Items items = tables.get(registry.region(), wanted);
        if (repositories.repository(items, registry, name).isEmpty()) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        Map<Tag, Digest> tagged = new HashMap<>();
        ids.stream().flatMap(id -> id.tag().stream()).forEach(tag ->
                images.tag(items, key, tag).digest().ifPresent(digest -> tagged.put(tag, digest)));
        Items byTag = tables.get(registry.region(),
                tagged.values().stream().map(digest -> images.imageKey(key, digest)).toList());
        return ids.stream().map(id -> found(id, key, items, byTag, tagged)).toList();
    }

    private Found found(ImageId id, RepositoryKey key, Items byDigest, Items byTag, Map<Tag, Digest> tagged) {
        Optional<Digest> named = id.tag().map(tagged::get);
        if (id.digest().isPresent() && id.tag().isPresent()) {
            if (named.isPresent() && !named.equals(id.digest())) {
                return Found.not(id, ImageFailure.IMAGE_TAG_DOES_NOT_MATCH_DIGEST);
            }
        }
        Optional<StoredImage> image = id.tag().isPresent()
                ? named.flatMap(digest -> images.image(byTag, key, digest))
                : images.image(byDigest, key, id.digest().orElseThrow());
        return image.map(stored -> Found.of(id, stored)).orElseGet(() -> Found.not(id, ImageFailure.IMAGE_NOT_FOUND));
    }

    /**
     * A page of the repository's images, sorted by digest.
     *
     * @param after where the page before ended
     * @throws EcrException RepositoryNotFoundException
     */
    public Page<Image> page(Registry registry, RepositoryName name, Optional<String> after, int size) {
        if (repositories.repository(registry, name).isEmpty()) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        return images.images(registry.region(), new RepositoryKey(registry.account(), name), after, size);
    }
}
