package dev.ferry.service.image;

import dev.ferry.clients.ContentSettings;
import dev.ferry.clients.UniqueNames;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.ImageAlreadyExistsException;
import dev.ferry.registry.ImageState;
import dev.ferry.registry.ImageWithoutLayersException;
import dev.ferry.registry.InvalidManifestException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Manifest.ImageManifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.service.LogFields;
import dev.ferry.store.Contention;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageChanges;
import dev.ferry.store.images.ImageStates;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.PushRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * A push, through whichever door it comes: the image, the move of its tag and the record of the push with its plan are
 * committed in one transaction or not at all.
 */
@ApplicationScoped
public class ImagePush {
    private static final Logger LOG = Logger.getLogger(ImagePush.class);

    private final Tables tables;
    private final SettingsTable settings;
    private final RepositoriesTable repositories;
    private final StoredImages images;
    private final ImageStates imageStates;
    private final ImageTags tags;
    private final ImageChanges changes;
    private final RepositoryLayers layers;
    private final PushRecords pushes;
    private final StorageClassEvents storageClassEvents;
    private final Manifests manifests;
    private final ReferencedContent content;
    private final ContentSettings contentSettings;
    private final Clock clock;
    private final UniqueNames uniqueNames;

    public ImagePush(
            Tables tables,
            SettingsTable settings,
            RepositoriesTable repositories,
            StoredImages images,
            ImageStates imageStates,
            ImageTags tags,
            ImageChanges changes,
            RepositoryLayers layers,
            PushRecords pushes,
            StorageClassEvents storageClassEvents,
            Manifests manifests,
            ReferencedContent content,
            ContentSettings contentSettings,
            Clock clock,
            UniqueNames uniqueNames) {
        this.tables = tables;
        this.settings = settings;
        this.repositories = repositories;
        this.images = images;
        this.imageStates = imageStates;
        this.tags = tags;
        this.changes = changes;
        this.layers = layers;
        this.pushes = pushes;
        this.storageClassEvents = storageClassEvents;
        this.manifests = manifests;
        this.content = content;
        this.contentSettings = contentSettings;
        this.clock = clock;
        this.uniqueNames = uniqueNames;
    }

    /**
     * Pushes an image, with a tag or without.
     *
     * @throws EcrException RepositoryNotFoundException, ImageAlreadyExistsException when nothing would change,
     *     ImageTagAlreadyExistsException, LayersNotFoundException, ReferencedImagesNotFoundException, LimitExceededException,
     *     InvalidParameterException for an image without layers; nothing was written
     * @throws InvalidManifestException when what it describes is not what the repository has; nothing was written
     */
    public Push push(Registry registry, RepositoryName name, Manifest manifest, Optional<Tag> tag) {
        refuseNoLayers(manifest);
        return Contention.retry(() -> tryPush(registry, name, manifest, tag));
    }

    private Push tryPush(Registry registry, RepositoryName name, Manifest manifest, Optional<Tag> tag) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        ReadSnapshot items = tables.get(registry.region(), wanted(registry, key, manifest, tag));
        Repository repository = repositories.repository(items, registry, name)
                .orElseThrow(() -> EcrException.repositoryNotFound(registry, name));
        Optional<StoredImage> seen = images.image(items, key, manifest.digest());
        ImageState state = imageStates.state(items, key, manifest.digest());
        TagState before = tag.map(wanted -> tags.tag(items, key, wanted)).orElse(TagState.NEVER);
        Optional<EcrException> immutable = immutable(repository, tag, before);
        refuseRepetition(registry, name, manifest, tag, seen, before, immutable);
        immutable.ifPresent(refused -> {
            throw refused;
        });
        content.require(registry, name, manifest, items);
        ImageLimits.exceededBy(manifest, tag, digest -> images.image(items, key, digest)).ifPresent(exceeded -> {
            throw new EcrException(ErrorCode.LIMIT_EXCEEDED, exceeded);
        });

        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        TagState after = before.moved(manifest.digest());
        Push push = new Push(
                PushId.at(now, uniqueNames.next()),
                registry,
                name,
                manifest.digest(),
                tag,
                tag.isPresent() ? OptionalLong.of(after.version()) : OptionalLong.empty(),
                now,
                Plan.of(settings.replication(items, registry.account()), name, tag),
                seen.map(StoredImage::deletions).orElse(state.deletions()));
        manifests.store(registry, manifest);
        List<Write> writes = new ArrayList<>();
        writes.add(repositories.tagMutabilityUnchanged(repository));
        writes.add(layers.noRemovalSince(key, layers.removals(items, key)));
        if (seen.isEmpty()) {
            writes.add(imageStates.change(key, manifest.digest(), state, state));
        }
        writes.addAll(changes.addition(key, manifest, seen, state,
                tag.map(moved -> new TagChange(moved, before, after)), Optional.of(push.id()), now));
        writes.addAll(storageClassEvents.ofBringing(registry, key, seen, now));
        writes.add(pushes.record(push, () -> new ContentionException("the id of the push is taken")));
        tables.commit(registry.region(), writes);
        LogFields.set(push.id());
        LOG.infof("push %s: %s/%s%s %s, to %s", push.id(), registry, name, tag.map(moved -> ":" + moved).orElse(""),
                manifest.digest(), push.plan().isEmpty() ? "no destination" : push.plan().destinations());
        return push;
    }

    private List<ItemKey> wanted(Registry registry, RepositoryKey key, Manifest manifest, Optional<Tag> tag) {
        List<ItemKey> wanted = new ArrayList<>();
        wanted.add(RepositoriesTable.key(registry.account(), key.repository()));
        wanted.add(SettingsTable.replicationKey(registry.account()));
        wanted.add(ImagesTable.layerRemovalsKey(key));
        wanted.add(ImagesTable.imageKey(key, manifest.digest()));
        wanted.add(ImagesTable.imageStateKey(key, manifest.digest()));
        tag.ifPresent(name -> wanted.add(ImagesTable.tagKey(key, name)));
        wanted.addAll(content.keys(key, manifest));
        return wanted;
    }

    private static void refuseRepetition(
            Registry registry, RepositoryName name, Manifest manifest, Optional<Tag> tag, Optional<StoredImage> seen,
            TagState before, Optional<EcrException> immutable) {
        boolean nothingNew = seen.filter(stored -> !stored.image().storage().isArchived()).isPresent() && (tag.isEmpty() || before.digest().equals(Optional.of(manifest.digest())));
        if (nothingNew) {
            throw new ImageAlreadyExistsException("Image with digest '" + manifest.digest() + "'"
                    + tag.map(same -> " and tag '" + same + "'").orElse("")
                    + " already exists in the repository with name '" + name + "' in registry with id '"
                    + registry.account() + "'", immutable);
        }
    }

    private static Optional<EcrException> immutable(Repository repository, Optional<Tag> tag, TagState before) {
        return tag.filter(named -> before.digest().isPresent() && repository.tagMutability().isImmutable(named))
                .map(named -> new EcrException(ErrorCode.IMAGE_TAG_ALREADY_EXISTS, "The image tag '" + named + "' already exists "
                        + "in the '" + repository.name() + "' repository and cannot be overwritten because the repository is "
                        + "immutable."));
    }

    private void refuseNoLayers(Manifest manifest) {
        if (manifest instanceof ImageManifest image && !image.hasLayers() && !contentSettings.ociEmptyContent()) {
            throw new ImageWithoutLayersException();
        }
    }
}
