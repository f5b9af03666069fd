package dev.ferry.service;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UniqueNames;
import dev.ferry.identity.SdkRegions;
import dev.ferry.layers.LayerChunks;
import dev.ferry.layers.LayerStore;
import dev.ferry.layers.UploadedLayers;
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
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerDeletion;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.Layers;
import dev.ferry.service.replication.DeadLetters;
import dev.ferry.service.replication.FailedReplications;
import dev.ferry.service.replication.FanOut;
import dev.ferry.service.replication.LayerCopy;
import dev.ferry.service.replication.ReplicaWriter;
import dev.ferry.service.replication.ReplicationAuthorizer;
import dev.ferry.service.replication.ReplicationSettings;
import dev.ferry.service.replication.ReplicationStatuses;
import dev.ferry.service.replication.Replicator;
import dev.ferry.service.replication.Sweep;
import dev.ferry.service.repository.Repositories;
import dev.ferry.service.repository.RepositoryCreation;
import dev.ferry.store.CreationTemplates;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.RepositoryDeletions;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import dev.ferry.store.UploadsTable;
import dev.ferry.store.images.ImageChanges;
import dev.ferry.store.images.ImageReferrers;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryContents;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.replications.OpenItems;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationEnds;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationListing;
import dev.ferry.store.replications.ReplicationRecords;
import dev.ferry.store.replications.ReplicationsTable;
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
 * Ferry's services on the one-machine cloud, wired as the functions wire them, and what a test does with them in one
 * line. Needs {@link dev.ferry.local.LocalAws}. Accounts are new ones, so that tests do not meet.
 */
public final class Services {
    public static final RepositoryName APP = new RepositoryName("team/app");
    public static final Tag LATEST = new Tag("latest");

    private static final AtomicLong ACCOUNTS = new AtomicLong(500_000_000_000L);

    public final AwsClients clients = new AwsClients();
    public final Tables tables = new Tables(clients, stack());
    public final SettingsTable settings = new SettingsTable(tables);
    public final PoliciesTable policies = new PoliciesTable(tables);
    public final RepositoriesTable repositoriesTable = new RepositoriesTable(tables);
    public final StoredImages storedImages = new StoredImages(tables);
    public final ImageTags imageTags = new ImageTags(tables);
    final ImageReferrers imageReferrers = new ImageReferrers(tables);
    final ImageChanges imageChanges = new ImageChanges(storedImages, imageTags, imageReferrers);
    final RepositoryLayers repositoryLayers = new RepositoryLayers(tables);
    final RepositoryDeletions deletions = new RepositoryDeletions(tables);
    final RepositoryContents contents = new RepositoryContents(tables, storedImages);
    final PushRecords pushRecords = new PushRecords(tables);
    public final ReplicationRecords replications = new ReplicationRecords(tables);
    public final ReplicationHistory history = new ReplicationHistory(tables);
    final OpenItems openItems = new OpenItems(tables);
    public final ReplicationEnds ends = new ReplicationEnds(tables);
    public final UploadsTable uploadsTable = new UploadsTable(tables);
    public final LayerStore layerStore = new LayerStore(clients, stack());
    final LayerChunks chunks = new LayerChunks(layerStore);
    final Regions regions = new SdkRegions();
    final Clock clock = Clock.systemUTC();

    public final Manifests manifests = new Manifests(layerStore);
    public final RegionOptIns optIns = new RegionOptIns(settings, regions, clock);
    final ServiceLinkedRoles roles = new ServiceLinkedRoles(settings, regions, clock);
    final ReplicationSettings replicationSettings = new ReplicationSettings(settings, roles, optIns, regions);
    final ReplicationQueue queue = new ReplicationQueue(clients, stack(), regions);
    public final FanOut fanOut = new FanOut(pushRecords, queue, clock);
    final ReplicationAuthorizer authorizer = new ReplicationAuthorizer(tables, settings, policies, regions, clock);
    public final CreationTemplates templates = new CreationTemplates(tables);
    final RepositoryCreation creation = new RepositoryCreation(templates, repositoriesTable, policies, clock);
    final ReplicaWriter replicaWriter = new ReplicaWriter(
            tables, repositoriesTable, creation, storedImages, imageTags, imageChanges, repositoryLayers, ends, manifests,
            new LayerCopy(tables, repositoryLayers, layerStore, clock), clock);
    final Replicator replicator =
            new Replicator(tables, pushRecords, replications, ends, storedImages, authorizer, replicaWriter, clock);
    public final DeadLetters giveUp = new DeadLetters(tables, pushRecords, replications, ends, clock);
    public final Repositories repositories = new Repositories(
            tables, repositoriesTable, deletions, contents, policies, clock);
    final Images images = new Images(tables, repositoriesTable, storedImages, imageTags);
    public final ImageDeletion deletion = new ImageDeletion(images, imageTags, imageChanges, tables, manifests);
    public final Layers layers = new Layers(tables, repositoriesTable, repositoryLayers, layerStore);
    public final LayerUploads uploads = new LayerUploads(repositories, uploadsTable, chunks, clock);
    public final LayerCompletion completion = new LayerCompletion(
            tables, repositories, uploadsTable, layers, uploads, chunks, new UploadedLayers(layerStore, chunks));
    public final LayerDeletion layerDeletion = new LayerDeletion(layers, storedImages, repositoryLayers, manifests);
    public final Referrers referrers = new Referrers(repositories, storedImages, imageReferrers, manifests);
    public final ImagePush pushes =
            new ImagePush(
                    tables, settings, repositoriesTable, storedImages, imageTags, imageChanges, repositoryLayers, pushRecords,
                    manifests, clock, new UniqueNames());
    public final PushNotifications notifications = 
            new PushNotifications(tables, settings, storedImages, imageTags, pushRecords);
    public final ReplicationListing listing = new ReplicationListing(tables);
    public final FailedReplications failed = new FailedReplications(replications, queue, clock);
    final ReplicationStatuses statuses = new ReplicationStatuses(history);

    /** What takes up what is open for longer than 15 minutes, that much later. */
    public Sweep sweepLater() {
        return new Sweep(tables, openItems, pushRecords, fanOut, queue, Clock.offset(clock, Duration.ofMinutes(16)), stack());
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
            LayerUpload upload = uploads.begin(registry, APP);
            uploads.append(registry, APP, upload.id(), 0, bytes);
            completion.complete(registry, APP, upload.id(), List.of(digest));
        }
    }

    // ------------------------------------------------------------------------------------------- replications

    public static ReplicationMessage message(Push push, Registry destination) {
        return new ReplicationMessage(ImageKey.of(push), push.id(), destination);
    }

    /** One delivery to one destination. */
    public void replicate(Push push, Registry destination) {
        replicator.replicate(push.registry().region(), message(push, destination));
    }

    /** Fans the push out and brings it to all its destinations. */
    public void deliver(Push push) {
        fanOut.fanOut(push);
        push.plan().destinations().forEach(destination -> replicate(push, destination));
    }

    /** How far the push has come there. */
    public ReplicationState state(Push push, Registry destination) {
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
                : images.page(registry, APP, Images.TagStatus.ANY, Optional.empty(), 100).items();
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
