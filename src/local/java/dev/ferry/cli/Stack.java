package dev.ferry.cli;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UniqueNames;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.SdkRegions;
import dev.ferry.identity.SealingKeys;
import dev.ferry.local.stack.LocalClients;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.messaging.BackfillQueue;
import dev.ferry.messaging.LifecycleQueue;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.service.lifecycle.LifecyclePages;
import dev.ferry.service.lifecycle.LifecycleWalk;
import dev.ferry.service.replication.Backfills;
import dev.ferry.service.replication.FailedReplications;
import dev.ferry.service.replication.MissingRepositories;
import dev.ferry.service.replication.ReplicationAuthorizer;
import dev.ferry.service.replication.ReplicationExplanations;
import dev.ferry.service.replication.ReplicationStatuses;
import dev.ferry.service.repository.RepositoryCreation;
import dev.ferry.store.CreationTemplates;
import dev.ferry.store.LifecyclePoliciesTable;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImageReferrers;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.LastPushes;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.replications.BackfillChanges;
import dev.ferry.store.replications.BackfillImages;
import dev.ferry.store.replications.BackfillRecords;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationListing;
import dev.ferry.store.replications.ReplicationRecords;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What a person works on from the command line: the tables and queues of a stack, through the same services that its
 * functions have.
 *
 * @param operator   finds out in a Region which account the stack is deployed in
 * @param sealingKeys empty if the person has none, which only making keys and sealing them anew needs
 */
public record Stack(
        AwsClients clients,
        Function<RegionName, String> operator,
        String prefix,
        List<RegionName> regions,
        Optional<SealingKeys> sealingKeys) {

    public Stack {
        regions = List.copyOf(regions);
    }

    /** A stack of a local cloud. */
    static Stack local(
            RunningCloud cloud, String operator, String prefix, List<RegionName> regions, SealingKeys sealingKeys) {
        LocalClients local = new LocalClients(cloud.endpoints(), cloud.credentials());
        AwsClients clients = new AwsClients() {
            @Override
            public DynamoDbClient dynamoDb(RegionName region) {
                return local.dynamoDb(region.value());
            }

            @Override
            public SqsClient sqs(RegionName region) {
                return local.sqs(region.value());
            }
        };
        return new Stack(clients, region -> operator, prefix, regions, Optional.of(sealingKeys));
    }

    /** A stack on AWS, with whatever credentials the AWS SDK finds. */
    static Stack deployed(String prefix, List<RegionName> regions, Optional<SealingKeys> sealingKeys) {
        AwsClients clients = new AwsClients();
        return new Stack(clients, region -> accountOfQueues(clients, prefix, region), prefix, regions, sealingKeys);
    }

    /** A queue's URL says whose it is. */
    private static String accountOfQueues(AwsClients clients, String prefix, RegionName region) {
        String url = clients.sqs(region).getQueueUrl(get -> get.queueName(prefix + "-replicate-" + region)).queueUrl();
        return URI.create(url).getPath().split("/")[1];
    }

    public ReplicationListing listing() {
        return new ReplicationListing(tables());
    }

    public SettingsTable settings() {
        return new SettingsTable(tables());
    }

    public AccessKeyTable keys() {
        return new AccessKeyTable(clients::dynamoDb, prefix, sealingKeys);
    }

    public FailedReplications failed(RegionName region) {
        StackSettings names = new StackNames(prefix, operator.apply(region));
        return new FailedReplications(
                new ReplicationRecords(tables()),
                new ReplicationQueue(clients, names, new SdkRegions()),
                Clock.systemUTC());
    }

    public ReplicationStatuses statuses() {
        return new ReplicationStatuses(new LastPushes(tables()), new ReplicationHistory(tables()));
    }

    public ReplicationExplanations explanations() {
        Tables tables = tables();
        PoliciesTable policies = new PoliciesTable(tables);
        RepositoriesTable repositories = new RepositoriesTable(tables);
        Clock clock = Clock.systemUTC();
        return new ReplicationExplanations(
                tables,
                settings(),
                repositories,
                new ImageTags(tables),
                new ReplicationAuthorizer(tables, settings(), policies, new SdkRegions(), clock),
                new MissingRepositories(
                        new RepositoryCreation(new CreationTemplates(tables), repositories, policies,
                                new LifecyclePoliciesTable(tables), clock)),
                clock);
    }

    /** The image that a tag names; empty where there is no such tag. */
    public Optional<Digest> tagged(Registry registry, RepositoryName repository, Tag tag) {
        RepositoryKey key = new RepositoryKey(registry.account(), repository);
        ReadSnapshot items = tables().get(registry.region(), List.of(ImagesTable.tagKey(key, tag)));
        return new ImageTags(tables()).tag(items, key, tag).digest();
    }

    public BackfillRecords backfillRecords() {
        return new BackfillRecords(tables());
    }

    /** The same in other Regions. */
    Stack in(List<RegionName> others) {
        return new Stack(clients, operator, prefix, others, sealingKeys);
    }

    /** A push by its id, and how its replications went. */
    public ReplicationHistory history() {
        return new ReplicationHistory(tables());
    }

    public RepositoriesTable repositories() {
        return new RepositoriesTable(tables());
    }

    public StoredImages images() {
        return new StoredImages(tables());
    }

    public ImageReferrers referrers() {
        return new ImageReferrers(tables());
    }

    Backfills backfills(RegionName region) {
        StackSettings names = new StackNames(prefix, operator.apply(region));
        return new Backfills(
                settings(),
                backfillRecords(),
                new BackfillChanges(tables()),
                new BackfillImages(tables()),
                new BackfillQueue(clients, names, new SdkRegions()),
                new UniqueNames(),
                Clock.systemUTC());
    }

    LifecycleWalk lifecycles(RegionName region) {
        StackSettings names = new StackNames(prefix, operator.apply(region));
        return new LifecycleWalk(new LifecyclePoliciesTable(tables()), new LifecycleQueue(clients, names, new SdkRegions()),
                new LifecyclePages());
    }

    private Tables tables() {
        return new Tables(clients, new StackNames(prefix, ""));
    }
}
