package dev.ferry.service.replication;

import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillImage;
import dev.ferry.replication.Plan;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Walks the images of a registry that a backfill brings to its destination, in the order of their repositories, digests and
 * tags, a page at a time. An image that only an index lists comes with the index.
 */
@ApplicationScoped
public class BackfillWalk {
    private static final int AT_ONCE = 100;

    private final Tables tables;
    private final RepositoriesTable repositories;
    private final StoredImages images;
    private final ImageTags tags;
    private final BackfillPages pages;

    public BackfillWalk(
            Tables tables, RepositoriesTable repositories, StoredImages images, ImageTags tags, BackfillPages pages) {
        this.tables = tables;
        this.repositories = repositories;
        this.images = images;
        this.tags = tags;
        this.pages = pages;
    }

    /**
     * What one turn found.
     *
     * @param behind the name of what was looked at last, an image's or a repository's; empty when all was
     */
    public record Page(List<BackfillImage> found, Optional<String> behind) {
        public Page {
            found = List.copyOf(found);
        }
    }

    /**
     * An image with a tag or without, or a repository all of whose images were looked at, which comes behind them.
     *
     * @param picked whether it goes to the destination
     */
    private record Step(RepositoryName repository, Optional<ImageId> id, boolean picked) {
        static Step behind(RepositoryName repository) {
            return new Step(repository, Optional.empty(), false);
        }

        String name() {
            return id.map(image -> BackfillImage.name(repository, image)).orElseGet(repository::value);
        }
    }

    /** What was looked at for a page, as long as there is room in it. */
    private final class Looked {
        private final List<Step> steps = new ArrayList<>();
        private int images;

        boolean hasRoom() {
            return steps.size() < pages.mostLookedAt() && images < pages.size();
        }

        void add(Step step) {
            steps.add(step);
            images += step.picked() ? 1 : 0;
        }
    }

    /** @param rules by which images go to the destination */
    public Page next(Backfill backfill, ReplicationConfiguration rules) {
        Looked looked = new Looked();
        // One pipeline, so that nothing is read of a repository behind what there is room for.
        repositories(backfill)
                .flatMap(begin -> rules.picks(begin.repository())
                        ? steps(backfill, rules, begin)
                        : Stream.of(Step.behind(begin.repository())))
                .takeWhile(step -> looked.hasRoom())
                .forEach(looked::add);
        Optional<String> behind = looked.hasRoom()
                ? Optional.empty()
                : Optional.of(looked.steps.get(looked.steps.size() - 1).name());
        return new Page(found(backfill.registry(), looked.steps), behind);
    }

    /** The repository in the midst of which the last page ended, from there on, and all behind it. */
    private Stream<Step> repositories(Backfill backfill) {
        Optional<RepositoryName> at = backfill.found().map(BackfillImage::repository);
        Stream<Step> begun = backfill.found().flatMap(BackfillImage::image).stream()
                .map(after -> new Step(at.orElseThrow(), Optional.of(after), false));
        return Stream.concat(begun, repositories.repositories(backfill.registry(), at, AT_ONCE)
                .map(repository -> Step.behind(repository.name())));
    }

    private Stream<Step> steps(Backfill backfill, ReplicationConfiguration rules, Step begin) {
        Registry registry = backfill.registry();
        RepositoryName name = begin.repository();
        Optional<ImageId> after = begin.id();
        Stream<Step> ofImages = images
                .images(registry.region(), new RepositoryKey(registry.account(), name), after.flatMap(ImageId::digest), AT_ONCE)
                .flatMap(image -> ids(image, after))
                .map(id -> new Step(name, Optional.of(id),
                        Plan.of(rules, name, id.tag()).destinations().contains(backfill.destination())));
        return Stream.concat(ofImages, Stream.of(Step.behind(name)));
    }

    private static Stream<ImageId> ids(Image image, Optional<ImageId> after) {
        Stream<ImageId> ids = image.tags().isEmpty()
                ? Stream.of(ImageId.of(image.digest())).filter(untagged -> image.listedBy().isEmpty())
                : image.tags().stream().sorted().map(tag -> ImageId.of(image.digest(), tag));
        return ids.filter(id -> after.map(last -> id.toString().compareTo(last.toString()) > 0).orElse(true));
    }

    /** With the version that each tag has now; a tag that has moved on meanwhile goes with the push that moved it. */
    private List<BackfillImage> found(Registry registry, List<Step> looked) {
        ReadSnapshot items = tables.get(registry.region(), looked.stream()
                .filter(Step::picked)
                .flatMap(step -> step.id().flatMap(ImageId::tag).stream()
                        .map(tag -> ImagesTable.tagKey(new RepositoryKey(registry.account(), step.repository()), tag)))
                .toList());
        return looked.stream()
                .filter(Step::picked)
                .flatMap(step -> found(registry, step.repository(), step.id().get(), items).stream())
                .toList();
    }

    private Optional<BackfillImage> found(Registry registry, RepositoryName repository, ImageId id, ReadSnapshot items) {
        Optional<Tag> tag = id.tag();
        if (tag.isEmpty()) {
            return Optional.of(new BackfillImage(repository, id.digest().orElseThrow(), tag, OptionalLong.empty()));
        }
        TagState state = tags.tag(items, new RepositoryKey(registry.account(), repository), tag.get());
        return state.digest().equals(id.digest())
                ? Optional.of(new BackfillImage(
                        repository, id.digest().orElseThrow(), tag, OptionalLong.of(state.version())))
                : Optional.empty();
    }
}
