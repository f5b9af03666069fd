package dev.ferry.service.replication;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageState;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.service.image.DamagedManifestException;
import dev.ferry.service.image.ImageLimits;
import dev.ferry.service.image.Manifests;
import dev.ferry.service.image.StorageClassEvents;
import dev.ferry.service.repository.RepositoryCreation.NewRepository;
import dev.ferry.store.Contention;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageChanges;
import dev.ferry.store.images.ImageStates;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.ReplicationEnds;
import dev.ferry.store.replications.ReplicationsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings an image to a destination: its layers, then the images that it lists, then its manifest together with the tag.
 * At no time can more be seen there than can be pulled. It records no push, so what it brings goes no further.
 */
@ApplicationScoped
public class ReplicaWriter {
    private static final Logger LOG = Logger.getLogger(ReplicaWriter.class);

    /** Indexes may list indexes; deeper than this is no image that anyone built. */
    private static final int MAX_DEPTH = 8;

    /** A transaction takes 100 writes, three of which are the repository, its policy, and that the replication goes on. */
    private static final int LAYERS_A_TRANSACTION = 97;

    private final Tables tables;
    private final RepositoriesTable repositories;
    private final MissingRepositories missingRepositories;
    private final StoredImages images;
    private final ImageStates imageStates;
    private final ImageTags tags;
    private final ImageChanges changes;
    private final RepositoryLayers repositoryLayers;
    private final ReplicationEnds ends;
    private final StorageClassEvents storageClassEvents;
    private final SupersededPushes superseded;
    private final Manifests manifests;
    private final LayerCopy layers;
    private final Clock clock;

    public ReplicaWriter(
            Tables tables,
            RepositoriesTable repositories,
            MissingRepositories missingRepositories,
            StoredImages images,
            ImageStates imageStates,
            ImageTags tags,
            ImageChanges changes,
            RepositoryLayers repositoryLayers,
            ReplicationEnds ends,
            StorageClassEvents storageClassEvents,
            SupersededPushes superseded,
            Manifests manifests,
            LayerCopy layers,
            Clock clock) {
        this.tables = tables;
        this.repositories = repositories;
        this.missingRepositories = missingRepositories;
        this.images = images;
        this.imageStates = imageStates;
        this.tags = tags;
        this.changes = changes;
        this.repositoryLayers = repositoryLayers;
        this.ends = ends;
        this.storageClassEvents = storageClassEvents;
        this.superseded = superseded;
        this.manifests = manifests;
        this.layers = layers;
        this.clock = clock;
    }

    /**
     * All that has to be known of the destination, in one read: its policy, what of the image is there already, and whether
     * the replication has ended.
     */
    ReadSnapshot readDestination(Push push, Replication replication, Manifest manifest, Optional<Tag> tag) {
        Registry destination = replication.destination();
        RepositoryName name = push.repository();
        RepositoryKey key = new RepositoryKey(destination.account(), name);
        List<ItemKey> wanted = new ArrayList<>();
        wanted.add(ReplicationsTable.endKey(push, replication));
        wanted.add(PoliciesTable.registryPolicyKey(destination.account()));
        wanted.add(RepositoriesTable.key(destination.account(), name));
        wanted.add(ImagesTable.layerRemovalsKey(key));
        wanted.add(ImagesTable.imageKey(key, manifest.digest()));
        wanted.add(ImagesTable.imageStateKey(key, manifest.digest()));
        tag.ifPresent(wantedTag -> wanted.add(ImagesTable.tagKey(key, wantedTag)));
        manifest.layers().forEach(layer -> wanted.add(ImagesTable.layerKey(key, layer.digest())));
        manifest.foreignLayers().forEach(layer -> wanted.add(ImagesTable.layerKey(key, layer.digest())));
        manifest.children().forEach(child -> wanted.add(ImagesTable.imageKey(key, child.digest())));
        return tables.get(destination.region(), wanted);
    }

    /**
     * The manifest of an image that is to be replicated.
     *
     * @throws ReplicationRefusedException when it is damaged, for trying again would not mend it
     */
    Manifest sourceManifest(Registry source, StoredImage stored) {
        try {
            return manifests.of(source, stored);
        } catch (DamagedManifestException damaged) {
            throw new ReplicationRefusedException(FailureCode.IMAGE_DIGEST_DOES_NOT_MATCH, damaged.getMessage());
        }
    }

    /**
     * Writes what was pushed, unless the replication has ended.
     *
     * @param deletions how often the image had been deleted at the source before it came there
     * @param first     what {@link #readDestination} saw
     * @return how it has ended, by this or before
     * @throws ReplicationRefusedException when it can never arrive
     */
    ReplicationState write(Push push, Replication replication, Granted granted, Manifest manifest, long deletions, ReadSnapshot first) {
        return new ReplicaWrite(push, replication, granted).write(manifest, deletions, push.tag(), first, 0);
    }

    /** One push on its way to one destination. */
    private final class ReplicaWrite {
        private final Push push;
        private final Replication replication;
        private final Registry source;
        private final Registry destination;
        private final Granted granted;
        private final RepositoryKey there;
        private final LayerTally tally = new LayerTally();

        ReplicaWrite(Push push, Replication replication, Granted granted) {
            this.push = push;
            this.replication = replication;
            this.source = push.registry();
            this.destination = replication.destination();
            this.granted = granted;
            this.there = new RepositoryKey(destination.account(), push.repository());
        }

        ReplicationState write(Manifest manifest, long deletions, Optional<Tag> tag, ReadSnapshot first, int depth) {
            if (depth > MAX_DEPTH) {
                throw new ReplicationRefusedException(FailureCode.LIMIT_EXCEEDED, "The image " + push.digest()
                        + " lists indexes within indexes more than " + MAX_DEPTH + " deep");
            }
            return Contention.retry(first, () -> readDestination(push, replication, manifest, tag), items ->
                    ends.end(items, push, replication).orElseGet(() -> tryWrite(manifest, deletions, tag, items, depth)));
        }

        private ReplicationState tryWrite(
                Manifest manifest, long deletions, Optional<Tag> tag, ReadSnapshot items, int depth) {
            ImageState before = imageStates.state(items, there, manifest.digest());
            if (before.hasSeenLater(source, deletions)) {
                if (depth == 0) {
                    return superseded.end(push, replication, items);
                }
                throw isGone(manifest.digest());
            }
            Optional<Repository> repository = repositories.repository(items, destination, push.repository());
            // What lies under the name of a repository that is not there is on its way out, by a deletion that goes on.
            ReadSnapshot seen = repository.isPresent() ? items : items.emptied();
            Map<Digest, Long> newLayers = layers.copyMissing(push, destination, manifest, seen, tally);
            Repository into = prepare(repository, newLayers);
            writeChildren(manifest, seen, depth);
            manifests.store(destination, manifest);
            Complete end = new Complete(clock.instant(), Optional.of(tally.bytes()));
            commit(manifest, tag, items, seen, into, before, before.seen(source, deletions),
                    depth == 0 ? ends.ending(push, replication, end) : ends.requireNotEnded(push, replication));
            return end;
        }

        /** Makes the repository where it is missing, and lets it use the layers. */
        private Repository prepare(Optional<Repository> present, Map<Digest, Long> newLayers) {
            Optional<NewRepository> made = present.isPresent() ? Optional.empty() : Optional.of(
                    missingRepositories.begin(push, destination, granted));
            Repository repository = present.orElseGet(() -> made.orElseThrow().repository());
            List<Write> requirement = made.map(NewRepository::writes).orElseGet(() -> List.of(isThere(repository)));
            List<Map.Entry<Digest, Long>> open = List.copyOf(newLayers.entrySet());
            if (made.isPresent() || !open.isEmpty()) {
                int from = 0;
                do {
                    List<Write> writes = new ArrayList<>(from == 0 ? requirement : List.of(isThere(repository)));
                    writes.add(ends.requireNotEnded(push, replication));
                    open.subList(from, Math.min(from + LAYERS_A_TRANSACTION, open.size()))
                            .forEach(layer -> writes.add(repositoryLayers.addition(there, layer.getKey(), layer.getValue())));
                    tables.commit(destination.region(), writes);
                    from += LAYERS_A_TRANSACTION;
                } while (from < open.size());
            }
            if (made.isPresent()) {
                LOG.infof("push %s: made the repository %s in %s", push.id(), repository.name(), destination);
            }
            return repository;
        }

        private Write isThere(Repository repository) {
            return repositories.isThere(repository, () -> new ContentionException(
                    "the repository " + repository.name() + " in " + destination + " was deleted meanwhile"));
        }

        private void writeChildren(Manifest manifest, ReadSnapshot items, int depth) {
            for (Descriptor child : manifest.children()) {
                if (images.image(items, there, child.digest()).isPresent()) {
                    continue;
                }
                RepositoryKey here = new RepositoryKey(source.account(), push.repository());
                StoredImage stored = images.image(source.region(), here, child.digest())
                        .orElseThrow(() -> isGone(child.digest()));
                Manifest listed = sourceManifest(source, stored);
                ReadSnapshot atDestination = readDestination(push, replication, listed, Optional.empty());
                if (images.image(atDestination, there, child.digest()).isEmpty()) {
                    write(listed, stored.deletions(), Optional.empty(), atDestination, depth + 1);
                }
            }
        }

        private ReplicationRefusedException isGone(Digest child) {
            return new ReplicationRefusedException(FailureCode.IMAGE_NOT_FOUND, "The image " + child + ", which "
                    + push.digest() + " lists, is not in the repository " + push.repository() + " of the registry " + source
                    + " any more");
        }

        /** A backfill brings back what was taken away at the destination since it came there. */
        private TagState arrived(TagState before, Manifest manifest, boolean immutable) {
            long version = push.tagVersion().orElseThrow();
            return replication.backfill().isPresent() && before.lacks(source, version)
                    ? before.restored(source, manifest.digest())
                    : before.arrived(source, version, manifest.digest(), immutable);
        }

        /** @param end says that the replication has not ended, or ends it */
        private void commit(
                Manifest manifest, Optional<Tag> tag, ReadSnapshot items, ReadSnapshot ofRepository, Repository into,
                ImageState stateBefore, ImageState stateAfter, Write end) {
            ImageLimits.exceededBy(manifest, tag, digest -> images.image(ofRepository, there, digest)).ifPresent(exceeded -> {
                throw new ReplicationRefusedException(FailureCode.LIMIT_EXCEEDED, exceeded + ", in " + destination);
            });
            Optional<StoredImage> seen = images.image(ofRepository, there, manifest.digest());
            TagState before = tag.map(name -> tags.tag(items, there, name)).orElse(TagState.NEVER);
            TagState after = tag.map(name -> arrived(before, manifest, into.tagMutability().isImmutable(name))).orElse(before);
            boolean named = tag.isPresent() && after.digest().equals(Optional.of(manifest.digest()));
            List<Write> writes = new ArrayList<>();
            writes.add(repositories.tagMutabilityUnchanged(into));
            writes.add(end);
            writes.add(repositoryLayers.noRemovalSince(there, repositoryLayers.removals(items, there)));
            writes.add(imageStates.change(there, manifest.digest(), stateBefore, stateAfter));
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            writes.addAll(changes.addition(there, manifest, seen, stateAfter,
                    tag.filter(name -> !after.equals(before)).map(name -> new TagChange(name, before, after)),
                    Optional.empty(), now));
            writes.addAll(storageClassEvents.ofBringing(destination, there, seen, now));
            tables.commit(destination.region(), writes);
            if (tag.isPresent() && !named) {
                LOG.infof("push %s: %s arrived in %s without the tag %s, which stays with %s", push.id(), manifest.digest(),
                        destination, tag.get(), after.digest().map(Digest::toString).orElse("no image"));
            }
        }
    }
}
