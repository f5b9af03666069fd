package dev.ferry.service.lifecycle;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images of a repository that a lifecycle policy is about. One that refers to another image of the repository, such as a
 * signature, is not among them: it goes with its subject.
 */
@ApplicationScoped
public class LifecycleImages {
    private final Tables tables;
    private final StoredImages images;
    private final LifecyclePages pages;

    public LifecycleImages(Tables tables, StoredImages images, LifecyclePages pages) {
        this.tables = tables;
        this.images = images;
        this.pages = pages;
    }

    /**
     * Sorted by digest, and read a page at a time as the stream is.
     *
     * @param from the first digest that is wanted; empty for all of them
     */
    public Stream<Image> of(Registry registry, RepositoryKey key, Optional<Digest> from) {
        Iterator<Image> all = images.images(registry.region(), key, from, pages.atOnce()).iterator();
        return Stream.generate(() -> page(all))
                .takeWhile(page -> !page.isEmpty())
                .flatMap(page -> independent(registry, key, page).stream());
    }

    private List<Image> page(Iterator<Image> all) {
        List<Image> page = new ArrayList<>();
        while (page.size() < pages.atOnce() && all.hasNext()) {
            page.add(all.next());
        }
        return page;
    }

    private List<Image> independent(Registry registry, RepositoryKey key, List<Image> page) {
        ReadSnapshot subjects = tables.get(registry.region(), page.stream()
                .flatMap(image -> image.subject().stream())
                .map(subject -> ImagesTable.imageKey(key, subject))
                .toList());
        return page.stream()
                .filter(image -> image.subject().flatMap(subject -> images.image(subjects, key, subject)).isEmpty())
                .toList();
    }
}
