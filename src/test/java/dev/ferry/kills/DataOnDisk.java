package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.AwsClients;
import dev.ferry.local.Cloud;
import dev.ferry.local.stack.LocalClients;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.local.stack.StackSource;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.service.Services;
import dev.ferry.service.replication.RecordedDeletions;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.replications.OpenItems;
import dev.ferry.store.replications.OpenItems.OpenItem;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationRecords;
import dev.ferry.store.replications.ReplicationsTable;
import dev.ferry.testing.PushHistories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The data that a killed cloud left behind, with nothing at work on it. */
final class DataOnDisk implements AutoCloseable {
    private static final Path LIBRARIES = Path.of("target", "local", "lib", "dynamodb");
    private static final Pattern CONTENT = Pattern.compile("\\d{12}/(manifests/)?sha256/(?<hex>[0-9a-f]{64})");

    private final LocalServices services;
    private final Tables tables;

    private DataOnDisk(LocalServices services) {
        this.services = services;
        this.tables = tables(services.clients());
    }

    private static Tables tables(LocalClients clients) {
        return new Tables(
                new AwsClients() {
                    @Override
                    public DynamoDbClient dynamoDb(RegionName region) {
                        return clients.dynamoDb(region.value());
                    }
                },
                Services.stack());
    }

    /** Whether nothing is under way in the cloud that runs on the data: no push, deletion, replication or backfill. */
    static boolean isQuiet(Path data) {
        try {
            RunningCloud cloud = RunningCloud.in(data);
            return open(tables(new LocalClients(cloud.endpoints(), cloud.credentials()))).isEmpty();
        } catch (IOException notRunning) {
            throw new UncheckedIOException(notRunning);
        }
    }

    static DataOnDisk open(Path data) {
        try {
            return new DataOnDisk(LocalServices.start(
                    LIBRARIES, data, new StackSource(Path.of("template.yaml"), Cloud.OPERATOR, Map.of())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has not come to its end. */
    List<OpenItem> open() {
        return open(tables);
    }

    private static List<OpenItem> open(Tables tables) {
        return regions().flatMap(region ->
                        new OpenItems(tables).openBefore(region, Instant.now().plus(Duration.ofDays(1))))
                .toList();
    }

    private static Stream<RegionName> regions() {
        return Scenario.REGISTRIES.stream().map(Registry::region).distinct();
    }

    /**
     * How the ledger's pushes ended.
     *
     * @throws AssertionError if there is not one push for each that was acknowledged, or not one replication for each of its
     *     destinations
     */
    Outcomes outcomes(Ledger ledger) {
        SourceRepository repository = ledger.repository();
        Map<Digest, List<PushHistory>> histories = new HashMap<>();
        Map<Digest, Integer> seen = new HashMap<>();
        List<Map<Registry, ReplicationState>> outcomes = new ArrayList<>();
        for (Ledger.Pushed pushed : ledger.pushes()) {
            List<PushHistory> history = histories.computeIfAbsent(pushed.digest(), digest -> pushes().of(
                    repository.registry().region(),
                    ImageKey.of(repository.registry().account(), repository.name(), digest)));
            int index = seen.merge(pushed.digest(), 1, Integer::sum) - 1;
            assertThat(history).as("pushes of %s to %s", pushed.digest(), repository).hasSizeGreaterThan(index);
            assertThat(history.get(index).push().tag().map(Object::toString))
                    .as("tag of push %d of %s to %s", index, pushed.digest(), repository)
                    .isEqualTo(Optional.of(pushed.tag()));
            outcomes.add(ends(history.get(index), repository));
        }
        seen.forEach((digest, number) ->
                assertThat(histories.get(digest)).as("pushes of %s to %s", digest, repository).hasSize(number));
        return new Outcomes(ledger, outcomes);
    }

    /** Promise 14: each deletion that was acknowledged is recorded once, and its replications ended COMPLETE. */
    void assertEachDeletionHappenedOnce(Ledger ledger) {
        SourceRepository repository = ledger.repository();
        ledger.deletions().forEach((digest, times) -> {
            ImageKey image = ImageKey.of(repository.registry().account(), repository.name(), digest);
            List<Deletion> deletions = RecordedDeletions.of(tables, repository.registry(), image);
            assertThat(deletions).as("deletions of %s of %s", digest, repository).hasSize(times);
            deletions.forEach(deletion -> repository.destinations().forEach(destination ->
                    assertThat(replication(image, deletion, destination).state())
                            .as("deletion %s to %s", deletion.id(), destination)
                            .isInstanceOf(Complete.class)));
        });
    }

    private Replication replication(ImageKey image, Deletion deletion, Registry destination) {
        ReadSnapshot items = tables.get(deletion.registry().region(),
                List.of(ReplicationsTable.replicationKey(image, deletion.id(), destination)));
        return new ReplicationRecords(tables).replication(items, image, deletion.id(), destination).orElseThrow();
    }

    private PushHistories pushes() {
        return new PushHistories(new ReplicationHistory(tables));
    }

    private static Map<Registry, ReplicationState> ends(PushHistory history, SourceRepository repository) {
        assertThat(history.opened())
                .as("replications of %s from %s", history.push().id(), repository)
                .extracting(Replication::destination)
                .containsExactlyInAnyOrderElementsOf(repository.destinations());
        Map<Registry, ReplicationState> ends = new TreeMap<>();
        history.opened().forEach(replication -> ends.put(replication.destination(), replication.state()));
        return ends;
    }

    /** A replica is no push, so nobody carries it on. */
    void assertNothingWasChained(Ledger ledger) {
        SourceRepository repository = ledger.repository();
        for (Registry destination : repository.destinations()) {
            ledger.pushes().stream().map(Ledger.Pushed::digest).distinct().forEach(digest ->
                    assertThat(pushes().of(
                                    destination.region(),
                                    ImageKey.of(destination.account(), repository.name(), digest)))
                            .as("pushes of the replica %s in %s/%s", digest, destination, repository.name())
                            .isEmpty());
        }
    }

    /** @return how many objects were read */
    int assertObjectsAreWhatTheirKeysSay() {
        return regions().mapToInt(region -> {
            S3Client s3 = services.clients().s3(region.value());
            String bucket = "ferry-layers-" + Cloud.OPERATOR + "-" + region;
            List<Matcher> keys = s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                    .map(object -> CONTENT.matcher(object.key()))
                    .filter(Matcher::matches)
                    .toList();
            keys.forEach(key -> assertThat(Digest.sha256(s3.getObjectAsBytes(get ->
                                    get.bucket(bucket).key(key.group())).asByteArrayUnsafe()).hex())
                    .as("%s in %s", key.group(), bucket)
                    .isEqualTo(key.group("hex")));
            return keys.size();
        }).sum();
    }

    @Override
    public void close() {
        services.close();
    }
}
