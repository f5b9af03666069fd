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
import dev.ferry.registry.Regions;
import dev.ferry.service.Admission;
import dev.ferry.service.Announcements;
import dev.ferry.service.Arrival;
import dev.ferry.service.FailedReplications;
import dev.ferry.service.FanOut;
import dev.ferry.service.GiveUp;
import dev.ferry.service.ImageDeletion;
import dev.ferry.service.ImagePush;
import dev.ferry.service.Images;
import dev.ferry.service.LayerCompletion;
import dev.ferry.service.LayerDeletion;
import dev.ferry.service.LayerTransfer;
import dev.ferry.service.LayerUploads;
import dev.ferry.service.Layers;
import dev.ferry.service.Manifests;
import dev.ferry.service.OpenReplications;
import dev.ferry.service.PushNotifications;
import dev.ferry.service.RegionOptIns;
import dev.ferry.service.RegistryPolicies;
import dev.ferry.service.ReplicateQueue;
import dev.ferry.service.ReplicationRetry;
import dev.ferry.service.ReplicationSettings;
import dev.ferry.service.Replicator;
import dev.ferry.service.Repositories;
import dev.ferry.service.RepositoryCreation;
import dev.ferry.service.RepositoryCreationTemplates;
import dev.ferry.service.ResourcePolicies;
import dev.ferry.service.ServiceLinkedRoles;
import dev.ferry.service.SetAside;
import dev.ferry.service.Sweep;
import dev.ferry.simulation.World;
import dev.ferry.store.CreationTemplates;
import dev.ferry.store.ImageChanges;
import dev.ferry.store.ImageReferrers;
import dev.ferry.store.ImageTags;
import dev.ferry.store.OpenItems;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.PushRecords;
import dev.ferry.store.ReplicationEnds;
import dev.ferry.store.ReplicationListing;
import dev.ferry.store.ReplicationRecords;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.RepositoryContents;
import dev.ferry.store.RepositoryDeletions;
import dev.ferry.store.RepositoryLayers;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.StoredImages;
import dev.ferry.store.Tables;
import dev.ferry.store.UploadsTable;
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
        ReplicateQueue queue = new ReplicateQueue(clients, stack, REGIONS);
        FanOut fanOuts = new FanOut(pushRecords, queue, clock);
        Admission admission = new Admission(tables, settings, policies, REGIONS, clock);
        CreationTemplates templates = new CreationTemplates(tables);
        RepositoryCreation creation = new RepositoryCreation(templates, repositoriesTable, policies, clock);
        Arrival arrival =
                new Arrival(tables, repositoriesTable, creation, images, imageTags, imageChanges, repositoryLayers, ends,
                        manifests, new LayerTransfer(tables, repositoryLayers, layerStore, clock), clock);

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
        SetAside setAside = new SetAside(clients, stack, REGIONS);
        fanOut = new FanOutFunction(fanOuts, setAside);
        announce = new AnnounceFunction(new Announcements(clients, () -> "ferry"), setAside, REGIONS, metrics);
        replicate = new ReplicateFunction(
                new Replicator(tables, pushRecords, replications, ends, images, manifests, admission, arrival, clock),
                new ReplicationRetry(replications, queue), metrics);
        giveUp = new GiveUpFunction(new GiveUp(tables, pushRecords, replications, ends, clock));
        sweep = new SweepFunction(new Sweep(tables, openItems, pushRecords, fanOuts, queue, clock, stack),
                new OpenReplications(openItems, clock), metrics);
    }

    /** The partition that all simulated Regions are in. */
    public static Regions.Partition partition() {
        return REGIONS.partitionOf(World.HOME).orElseThrow();
    }
}
