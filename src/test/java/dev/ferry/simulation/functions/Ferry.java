package dev.ferry.simulation.functions;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UniqueNames;
import dev.ferry.functions.AnnounceFunction;
import dev.ferry.functions.FanOutFunction;
import dev.ferry.functions.GiveUpFunction;
import dev.ferry.functions.MetricLog;
import dev.ferry.functions.PushFunction;
import dev.ferry.functions.ReplicateFunction;
import dev.ferry.functions.SweepFunction;
import dev.ferry.identity.SdkRegions;
import dev.ferry.layers.LayerChunks;
import dev.ferry.layers.LayerStore;
import dev.ferry.layers.UploadedLayers;
import dev.ferry.messaging.Announcements;
import dev.ferry.messaging.QuarantineQueue;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.registry.Regions;
import dev.ferry.service.access.RegistryPolicies;
import dev.ferry.service.access.ResourcePolicies;
import dev.ferry.service.account.RegionOptIns;
import dev.ferry.service.account.ServiceLinkedRoles;
import dev.ferry.service.image.ImageDeletion;
import dev.ferry.service.image.ImagePush;
import dev.ferry.service.image.Images;
import dev.ferry.service.image.Manifests;
import dev.ferry.service.image.PushNotifications;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerDeletion;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.Layers;
import dev.ferry.service.replication.DeadLetters;
import dev.ferry.service.replication.FailedReplications;
import dev.ferry.service.replication.FanOut;
import dev.ferry.service.replication.LayerCopy;
import dev.ferry.service.replication.OpenReplications;
import dev.ferry.service.replication.ReplicaWriter;
import dev.ferry.service.replication.ReplicationAuthorizer;
import dev.ferry.service.replication.ReplicationRetry;
import dev.ferry.service.replication.ReplicationSettings;
import dev.ferry.service.replication.Replicator;
import dev.ferry.service.replication.Sweep;
import dev.ferry.service.repository.Repositories;
import dev.ferry.service.repository.RepositoryCreation;
import dev.ferry.service.repository.RepositoryCreationTemplates;
import dev.ferry.simulation.World;
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
import dev.ferry.store.images.RepositoryContents;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.replications.OpenItems;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationEnds;
import dev.ferry.store.replications.ReplicationListing;
import dev.ferry.store.replications.ReplicationRecords;
import java.time.Clock;

/** The production services and handlers, wired as the functions wire them, on one function's clients and clock. */
public final class Ferry {
    private static final Regions REGIONS = new SdkRegions();

    public final Repositories repositories;
    public final Layers layers;
    public final LayerUploads uploads;
    public final LayerCompletion completion;
    public final LayerDeletion layerDeletion;
    public final ImagePush pushes;
    public final ImageDeletion deletion;
    public final ReplicationSettings replicationSettings;
    public final RegistryPolicies registryPolicies;
    public final RepositoryCreationTemplates creationTemplates;
    public final RegionOptIns optIns;
    public final ServiceLinkedRoles roles;
    public final ReplicationListing listing;
    public final FailedReplications failedReplications;

    public final PushFunction push;
    public final FanOutFunction fanOut;
    public final AnnounceFunction announce;
    public final ReplicateFunction replicate;
    public final GiveUpFunction giveUp;
    public final SweepFunction sweep;

    public Ferry(AwsClients clients, StackSettings stack, Clock clock, UniqueNames uniqueNames) {
        Tables tables = new Tables(clients, stack);
        SettingsTable settings = new SettingsTable(tables);
        PoliciesTable policies = new PoliciesTable(tables);
        RepositoriesTable repositoriesTable = new RepositoriesTable(tables);
        StoredImages images = new StoredImages(tables);
        ImageTags imageTags = new ImageTags(tables);
        ImageChanges imageChanges = new ImageChanges(images, imageTags, new ImageReferrers(tables));
        RepositoryLayers repositoryLayers = new RepositoryLayers(tables);
        PushRecords pushRecords = new PushRecords(tables);
        ReplicationRecords replications = new ReplicationRecords(tables);
        OpenItems openItems = new OpenItems(tables);
        ReplicationEnds ends = new ReplicationEnds(tables);
        UploadsTable uploadsTable = new UploadsTable(tables);
        LayerStore layerStore = new LayerStore(clients, stack);
        LayerChunks chunks = new LayerChunks(layerStore);
        Manifests manifests = new Manifests(layerStore);
        ReplicationQueue queue = new ReplicationQueue(clients, stack, REGIONS);
        FanOut fanOuts = new FanOut(pushRecords, queue, clock);
        ReplicationAuthorizer authorizer = new ReplicationAuthorizer(tables, settings, policies, REGIONS, clock);
        CreationTemplates templates = new CreationTemplates(tables);
        RepositoryCreation creation = new RepositoryCreation(templates, repositoriesTable, policies, clock);
        ReplicaWriter replicaWriter =
                new ReplicaWriter(tables, repositoriesTable, creation, images, imageTags, imageChanges, repositoryLayers, ends,
                        manifests, new LayerCopy(tables, repositoryLayers, layerStore, clock), clock);

        repositories = new Repositories(tables, repositoriesTable, new RepositoryDeletions(tables),
                new RepositoryContents(tables, images), policies, clock);
        layers = new Layers(tables, repositoriesTable, repositoryLayers, layerStore);
        uploads = new LayerUploads(repositories, uploadsTable, chunks, clock);
        completion = new LayerCompletion(
                tables, repositories, uploadsTable, layers, uploads, chunks, new UploadedLayers(layerStore, chunks));
        layerDeletion = new LayerDeletion(layers, images, repositoryLayers, manifests);
        pushes = new ImagePush(tables, settings, repositoriesTable, images, imageTags, imageChanges, repositoryLayers,
                pushRecords, manifests, clock, uniqueNames);
        deletion = new ImageDeletion(
                new Images(tables, repositoriesTable, images, imageTags), imageTags, imageChanges, tables, manifests);
        optIns = new RegionOptIns(settings, REGIONS, clock);
        roles = new ServiceLinkedRoles(settings, REGIONS, clock);
        replicationSettings = new ReplicationSettings(settings, roles, optIns, REGIONS);
        registryPolicies = new RegistryPolicies(policies);
        creationTemplates = new RepositoryCreationTemplates(
                templates, new ResourcePolicies(tables, policies, repositoriesTable, REGIONS, clock), clock);

        listing = new ReplicationListing(tables);
        failedReplications = new FailedReplications(replications, queue, clock);

        MetricLog metrics = new MetricLog(clock, line -> {});
        push = new PushFunction(new PushNotifications(tables, settings, images, imageTags, pushRecords));
        QuarantineQueue setAside = new QuarantineQueue(clients, stack, REGIONS);
        fanOut = new FanOutFunction(fanOuts, setAside);
        announce = new AnnounceFunction(new Announcements(clients, () -> "ferry"), setAside, REGIONS, metrics);
        replicate = new ReplicateFunction(
                new Replicator(tables, pushRecords, replications, ends, images, authorizer, replicaWriter, clock),
                new ReplicationRetry(replications, queue), metrics);
        giveUp = new GiveUpFunction(new DeadLetters(tables, pushRecords, replications, ends, clock));
        sweep = new SweepFunction(new Sweep(tables, openItems, pushRecords, fanOuts, queue, clock, stack),
                new OpenReplications(openItems, clock), metrics);
    }

    /** The partition that all simulated Regions are in. */
    public static Regions.Partition partition() {
        return REGIONS.partitionOf(World.HOME).orElseThrow();
    }
}
