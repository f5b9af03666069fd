package dev.ferry.simulation.functions;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.ContentSettings;
import dev.ferry.clients.EventSettings;
import dev.ferry.clients.RuleSettings;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UniqueNames;
import dev.ferry.functions.AnnounceFunction;
import dev.ferry.functions.BackfillFunction;
import dev.ferry.functions.FanOutFunction;
import dev.ferry.functions.GiveUpFunction;
import dev.ferry.functions.LifecycleFunction;
import dev.ferry.functions.MetricLog;
import dev.ferry.functions.PushFunction;
import dev.ferry.functions.ReplicateFunction;
import dev.ferry.functions.SweepFunction;
import dev.ferry.identity.SdkRegions;
import dev.ferry.registry.Regions;
import dev.ferry.service.access.RegistryPolicies;
import dev.ferry.service.account.RegionOptIns;
import dev.ferry.service.account.ServiceLinkedRoles;
import dev.ferry.service.image.ImageDeletion;
import dev.ferry.service.image.ImagePush;
import dev.ferry.service.image.StorageClasses;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerDeletion;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.Layers;
import dev.ferry.service.lifecycle.LifecyclePages;
import dev.ferry.service.replication.BackfillPages;
import dev.ferry.service.replication.Backfills;
import dev.ferry.service.replication.FailedReplications;
import dev.ferry.service.replication.ReplicationSettings;
import dev.ferry.service.repository.LifecyclePolicies;
import dev.ferry.service.repository.Repositories;
import dev.ferry.service.repository.RepositoryCreationTemplates;
import dev.ferry.simulation.World;
import dev.ferry.store.replications.ReplicationListing;
import dev.ferry.testing.Beans;
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
    public final StorageClasses storageClasses;
    public final ReplicationSettings replicationSettings;
    public final RegistryPolicies registryPolicies;
    public final RepositoryCreationTemplates creationTemplates;
    public final RegionOptIns optIns;
    public final ServiceLinkedRoles roles;
    public final ReplicationListing listing;
    public final FailedReplications failedReplications;
    public final Backfills backfills;
    public final LifecyclePolicies lifecyclePolicies;

    public final PushFunction push;
    public final FanOutFunction fanOut;
    public final AnnounceFunction announce;
    public final ReplicateFunction replicate;
    public final BackfillFunction backfill;
    public final LifecycleFunction lifecycle;
    public final GiveUpFunction giveUp;
    public final SweepFunction sweep;

    public Ferry(AwsClients clients, StackSettings stack, Clock clock, UniqueNames uniqueNames) {
        Beans beans = new Beans()
                .with(AwsClients.class, clients)
                .with(StackSettings.class, stack)
                .with(EventSettings.class, new AllEvents())
                .with(ContentSettings.class, () -> false)
                .with(RuleSettings.class, () -> 10)
                .with(Regions.class, REGIONS)
                .with(Clock.class, clock)
                .with(UniqueNames.class, uniqueNames)
                .with(BackfillPages.class, new SmallPages())
                .with(LifecyclePages.class, new SmallLifecyclePages())
                .with(MetricLog.class, new MetricLog(clock, line -> {}));
        repositories = beans.get(Repositories.class);
        layers = beans.get(Layers.class);
        uploads = beans.get(LayerUploads.class);
        completion = beans.get(LayerCompletion.class);
        layerDeletion = beans.get(LayerDeletion.class);
        pushes = beans.get(ImagePush.class);
        deletion = beans.get(ImageDeletion.class);
        storageClasses = beans.get(StorageClasses.class);
        replicationSettings = beans.get(ReplicationSettings.class);
        registryPolicies = beans.get(RegistryPolicies.class);
        creationTemplates = beans.get(RepositoryCreationTemplates.class);
        optIns = beans.get(RegionOptIns.class);
        roles = beans.get(ServiceLinkedRoles.class);
        listing = beans.get(ReplicationListing.class);
        failedReplications = beans.get(FailedReplications.class);
        backfills = beans.get(Backfills.class);
        lifecyclePolicies = beans.get(LifecyclePolicies.class);
        backfill = beans.get(BackfillFunction.class);
        lifecycle = beans.get(LifecycleFunction.class);
        push = beans.get(PushFunction.class);
        fanOut = beans.get(FanOutFunction.class);
        announce = beans.get(AnnounceFunction.class);
        replicate = beans.get(ReplicateFunction.class);
        giveUp = beans.get(GiveUpFunction.class);
        sweep = beans.get(SweepFunction.class);
    }

    /** Sources are told of ends, too. */
    private static final class AllEvents implements EventSettings {
        @Override
        public String eventSource() {
            return "ferry";
        }

        @Override
        public boolean sourceEvents() {
            return true;
        }
    }

    /** So that backfills take many turns, though there is little. */
    private static final class SmallPages extends BackfillPages {
        @Override
        public int size() {
            return 2;
        }

        @Override
        public int mostLookedAt() {
            return 3;
        }
    }

    /** The same of lifecycle policies. */
    private static final class SmallLifecyclePages extends LifecyclePages {
        @Override
        public int policies() {
            return 1;
        }

        @Override
        public int taken() {
            return 1;
        }

        @Override
        public int atOnce() {
            return 2;
        }
    }

    /** The partition that all simulated Regions are in. */
    public static Regions.Partition partition() {
        return REGIONS.partitionOf(World.HOME).orElseThrow();
    }
}
