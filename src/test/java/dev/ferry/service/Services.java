package dev.ferry.service;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.layers.LayerStore;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagMutability;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.ReplicationState;
import dev.ferry.service.account.RegionOptIns;
import dev.ferry.service.account.ServiceLinkedRoles;
import dev.ferry.service.image.ImageDeletion;
import dev.ferry.service.image.ImagePush;
import dev.ferry.service.image.Images;
import dev.ferry.service.image.Manifests;
import dev.ferry.service.image.PushNotifications;
import dev.ferry.service.image.Referrers;
import dev.ferry.service.image.StorageClasses;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerDeletion;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.Layers;
import dev.ferry.service.replication.BackfillTurns;
import dev.ferry.service.replication.Backfills;
import dev.ferry.service.replication.DeadLetters;
import dev.ferry.service.replication.FailedReplications;
import dev.ferry.service.replication.FanOut;
import dev.ferry.service.replication.ReplicationSettings;
import dev.ferry.service.replication.ReplicationStatuses;
import dev.ferry.service.replication.Replicator;
import dev.ferry.service.replication.Sweep;
import dev.ferry.service.repository.LifecyclePolicies;
import dev.ferry.service.repository.Repositories;
import dev.ferry.store.CreationTemplates;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.RepositoryDeletions;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import dev.ferry.store.UploadsTable;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.replications.BackfillChanges;
import dev.ferry.store.replications.BackfillImages;
import dev.ferry.store.replications.OpenItems;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationListing;
import dev.ferry.store.replications.ReplicationRecords;
import dev.ferry.store.replications.ReplicationsTable;
import dev.ferry.testing.Beans;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.PushHistories;
import dev.ferry.testing.TemplateSettings;
import dev.ferry.testing.TestImage;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ferry's services on the one-machine cloud, and what a test does with them in one line. Needs
 * {@link dev.ferry.local.LocalAws}. Accounts are new ones, so that tests do not meet.
 */
public final class Services {
    public static final RepositoryName APP = new RepositoryName("team/app");
    public static final Tag LATEST = new Tag("latest");

    private static final AtomicLong ACCOUNTS = new AtomicLong(500_000_000_000L);

    private final Beans beans = FerryBeans.create();
    public final AwsClients clients = beans.get(AwsClients.class);
    public final Tables tables = beans.get(Tables.class);
    public final SettingsTable settings = beans.get(SettingsTable.class);
    public final PoliciesTable policies = beans.get(PoliciesTable.class);
    public final RepositoriesTable repositoriesTable = beans.get(RepositoriesTable.class);
    public final StoredImages storedImages = beans.get(StoredImages.class);
    public final ImageTags imageTags = beans.get(ImageTags.class);
    final RepositoryLayers repositoryLayers = beans.get(RepositoryLayers.class);
    final RepositoryDeletions deletions = beans.get(RepositoryDeletions.class);
    public final ReplicationRecords replications = beans.get(ReplicationRecords.class);
    public final PushHistories history = new PushHistories(beans.get(ReplicationHistory.class));
    public final UploadsTable uploadsTable = beans.get(UploadsTable.class);
    public final LayerStore layerStore = beans.get(LayerStore.class);
    final Regions regions = beans.get(Regions.class);
    final Clock clock = beans.get(Clock.class);
    public final Manifests manifests = beans.get(Manifests.class);
    public final RegionOptIns optIns = beans.get(RegionOptIns.class);
    final ServiceLinkedRoles roles = beans.get(ServiceLinkedRoles.class);
    public final ReplicationSettings replicationSettings = beans.get(ReplicationSettings.class);
    final ReplicationQueue queue = beans.get(ReplicationQueue.class);
    public final FanOut fanOut = beans.get(FanOut.class);
    public final CreationTemplates templates = beans.get(CreationTemplates.class);
    public final Replicator replicator = beans.get(Replicator.class);
    public final DeadLetters giveUp = beans.get(DeadLetters.class);
    public final Repositories repositories = beans.get(Repositories.class);
    final Images images = beans.get(Images.class);
    public final ImageDeletion deletion = beans.get(ImageDeletion.class);
    public final Layers layers = beans.get(Layers.class);
    public final LayerUploads uploads = beans.get(LayerUploads.class);
    public final LayerCompletion completion = beans.get(LayerCompletion.class);
    public final LayerDeletion layerDeletion = beans.get(LayerDeletion.class);
    public final StorageClasses storageClasses = beans.get(StorageClasses.class);
    public final Referrers referrers = beans.get(Referrers.class);
    public final ImagePush pushes = beans.get(ImagePush.class);
    public final PushNotifications notifications = beans.get(PushNotifications.class);
    public final ReplicationListing listing = beans.get(ReplicationListing.class);
    public final FailedReplications failed = beans.get(FailedReplications.class);
    public final ReplicationStatuses statuses = beans.get(ReplicationStatuses.class);
    public final Backfills backfills = beans.get(Backfills.class);
    public final BackfillChanges backfillChanges = beans.get(BackfillChanges.class);
    public final BackfillImages backfillImages = beans.get(BackfillImages.class);
    public final BackfillTurns turns = beans.get(BackfillTurns.class);
    public final LifecyclePolicies lifecyclePolicies = beans.get(LifecyclePolicies.class);
    public final OpenItems openItems = beans.get(OpenItems.class);

    /** What takes up what is open for longer than 15 minutes, that much later. */
    public Sweep sweepLater() {
        return FerryBeans.create().with(Clock.class, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16))).get(Sweep.class);
    }

    /** The names in {@code template.yaml}. */
    public static StackSettings stack() {
        return new TemplateSettings();
    }

    // -------------------------------------------------------------------------------------------- registries

    /** The registry of an account that nobody used before. */
    public static Registry registry(String region) {
        return Registry.of(Long.toString(ACCOUNTS.incrementAndGet()), region);
    }

    /** The registry of the same account in another Region. */
    public static Registry sameAccount(Registry registry, String region) {
        return new Registry(registry.account(), new RegionName(region));
    }

    public Repository repository(Registry registry) {
        return repository(registry, TagMutability.MUTABLE);
    }

    Repository repository(Registry registry, TagMutability mutability) {
        return repositories.create(registry, APP, mutability, false, Encryption.DEFAULT, Map.of());
    }

    /** Deletes the repository with its images, if it is there. */
    public void deleteRepository(Registry registry) {
        if (repositoriesTable.repository(registry, APP).isPresent()) {
            repositories.delete(registry, APP, true);
        }
    }

    /** Replicates every repository to these. */
    public void configure(Registry source, Registry... destinations) {
        replicationSettings.put(source, destinations.length == 0
                ? ReplicationConfiguration.NONE
                : new ReplicationConfiguration(List.of(new ReplicationRule(Arrays.asList(destinations), List.of()))));
    }

    /** Replicates every repository to these, deletions included. */
    public void configureWithDeletions(Registry source, Registry... destinations) {
        replicationSettings.put(source, new ReplicationConfiguration(
                List.of(new ReplicationRule(Arrays.asList(destinations), List.of(), Optional.of(true)))));
    }

    /** Lets the source's account do these at the destination, and nothing else. */
    public void permit(Registry destination, Registry source, String... actions) {
        policies.put(destination.region(), PoliciesTable.registryPolicyKey(destination.account()), """
                {"Version":"2012-10-17","Statement":[{"Sid":"replication","Effect":"Allow",
                 "Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":["%s"],
                 "Resource":["arn:aws:ecr:%s:%s:repository/*"]}]}
                """.formatted(
                source.account(), String.join("\",\"", actions), destination.region(), destination.account()));
    }

    public void forbid(Registry destination) {
        policies.delete(destination.region(), PoliciesTable.registryPolicyKey(destination.account()));
    }

    // ------------------------------------------------------------------------------------------------ pushes

    /** Uploads what the repository does not have of the image, then pushes it. */
    public Push push(Registry registry, TestImage image, String tag) {
        return push(registry, image, Optional.of(new Tag(tag)));
    }

    public Push push(Registry registry, TestImage image, Optional<Tag> tag) {
        provide(registry, image);
        return pushes.push(registry, APP, image.read(), tag);
    }

    /** Uploads the image's layers, and pushes the images that it lists, as far as they are not there. */
    public void provide(Registry registry, TestImage image) {
        image.blobs().forEach(blob -> upload(registry, blob.bytes()));
        image.children().stream()
                .filter(child -> storedImages.image(registry.region(), key(registry), child.digest()).isEmpty())
                .forEach(child -> push(registry, child, Optional.empty()));
    }

    /** Uploads a layer in one chunk. */
    public void upload(Registry registry, byte[] bytes) {
        Digest digest = Digest.sha256(bytes);
        if (layers.available(registry, APP, Set.of(digest)).isEmpty()) {
            LayerUpload upload = begin(registry);
            uploads.append(registry, APP, upload.id(), 0, bytes);
            completion.complete(registry, APP, upload.id(), List.of(digest));
        }
    }

    /** Begins an upload, as the registry's own account. */
    public LayerUpload begin(Registry registry) {
        return uploads.begin(repositories.get(registry, APP), registry.account().value());
    }

    // ------------------------------------------------------------------------------------------- replications

    public static ReplicationMessage message(ImageAction push, Registry destination) {
        return new ReplicationMessage(ImageKey.of(push), push.id(), destination);
    }

    /** One delivery to one destination. */
    public void replicate(ImageAction push, Registry destination) {
        replicator.replicate(push.registry().region(), message(push, destination));
    }

    /** Fans the push out and brings it to all its destinations. */
    public void deliver(ImageAction push) {
        fanOut.fanOut(push);
        push.plan().destinations().forEach(destination -> replicate(push, destination));
    }

    /** How far the push has come there. */
    public ReplicationState state(ImageAction push, Registry destination) {
        return replications.replication(
                        tables.get(push.registry().region(),
                                List.of(ReplicationsTable.replicationKey(ImageKey.of(push), push.id(), destination))),
                        ImageKey.of(push), push.id(), destination)
                .map(Replication::state)
                .orElseThrow();
    }

    // ------------------------------------------------------------------------------------------------- images

    public static RepositoryKey key(Registry registry) {
        return new RepositoryKey(registry.account(), APP);
    }

    /** What ListImages and DescribeImages would show; nothing where there is no repository. */
    public List<Image> listed(Registry registry) {
        return repositoriesTable.repository(registry, APP).isEmpty()
                ? List.of()
                : images.page(registry, APP, Images.TagStatus.ANY::holds, Optional.empty(), 100).items();
    }

    public List<Digest> listedDigests(Registry registry) {
        return listed(registry).stream().map(Image::digest).toList();
    }

    /** The image that the tag names. */
    public Optional<Digest> tagged(Registry registry, String tag) {
        return imageTags.tag(
                        tables.get(registry.region(), List.of(ImagesTable.tagKey(key(registry), new Tag(tag)))),
                        key(registry), new Tag(tag))
                .digest();
    }

    /** The bytes of a layer, as whoever pulls it gets them. */
    public byte[] layer(Registry registry, Digest digest) {
        return clients.s3(registry.region())
                .getObjectAsBytes(get -> get.bucket(stack().bucketPrefix() + "-" + registry.region())
                        .key(registry.account() + "/sha256/" + digest.hex()))
                .asByteArray();
    }
}
