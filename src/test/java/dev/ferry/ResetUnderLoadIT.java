package dev.ferry;

import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.local.stack.LocalClients;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A local cloud that is emptied while clients push: nothing of before is left, and nothing of it is tried any more. */
@ExtendWith(LocalCloud.class)
@Isolated("empties what the other classes use")
class ResetUnderLoadIT {
    private static final int CLIENTS = 3;
    private static final int ROUNDS = 3;

    private final LocalCloud.Running cloud;

    ResetUnderLoadIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
    }

    @Test
    void nothing_of_before_is_left_or_tried_while_pushes_go_on() throws Exception {
        TestRegistry west = cloud.registry(cloud.newAccount(), "us-west-2");
        TestRegistry ireland = cloud.registry(west.account(), "eu-west-1");
        int said = cloud.log().size();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                west.with("team/app").replicatingTo(ireland);
                AtomicInteger pushed = new AtomicInteger();
                int seed = 10_000 * (round + 1);
                List<Future<?>> pushing = Stream.<Future<?>>generate(() -> clients.submit(() -> pushUntilEmptied(west, seed, pushed)))
                        .limit(CLIENTS)
                        .toList();
                await().atMost(TestRegistry.PATIENCE).until(() -> pushed.get() >= 10);

                assertThat(reset()).isEqualTo(200);
                for (Future<?> client : pushing) {
                    client.get();
                }

                assertThat(layers()).isEmpty();
                for (String region : List.of("us-west-2", "eu-west-1")) {
                    assertThat(messagesIn(region)).isZero();
                    assertThat(itemsIn(region)).isZero();
                }
                // The same way, behind whatever was left of the old ones.
                west.with("team/later").replicatingTo(ireland).push("team/later", Images.image().seed(seed - 1).build(), "1");
                west.awaitComplete("team/later", tag("1"));
                assertThat(ireland.hasRepository("team/app")).isFalse();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(cloud.log().stream().skip(said)).noneMatch(line -> line.contains(" ERROR ") || line.contains(": failed "));
    }

    /** Each client ends when the repository is gone, which it learns at its next request. */
    private static void pushUntilEmptied(TestRegistry registry, int seed, AtomicInteger pushed) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                int number = pushed.incrementAndGet();
                registry.push("team/app", Images.image().seed(seed + number).build(), "tag-" + number);
            }
        } catch (RepositoryNotFoundException emptied) {
            // what was to come
        }
    }

    private int reset() throws Exception {
        URI uri = cloud.endpoint().resolve("/_ferry/reset");
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
                .statusCode();
    }

    private int messagesIn(String region) throws Exception {
        try (LocalClients clients = clients()) {
            SqsClient sqs = clients.sqs(region);
            return sqs.listQueues().queueUrls().stream()
                    .map(url -> sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL)).attributes())
                    .mapToInt(queue -> Integer.parseInt(queue.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                            + Integer.parseInt(queue.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)))
                    .sum();
        }
    }

    /** But for the keys of the accounts that have asked meanwhile. */
    private long itemsIn(String region) throws Exception {
        try (LocalClients clients = clients()) {
            DynamoDbClient dynamoDb = clients.dynamoDb(region);
            return dynamoDb.listTables().tableNames().stream()
                    .filter(table -> !table.endsWith("-access-keys"))
                    .mapToLong(table -> dynamoDb.describeTable(describe -> describe.tableName(table)).table().itemCount())
                    .sum();
        }
    }

    private LocalClients clients() throws Exception {
        RunningCloud running = RunningCloud.in(cloud.data());
        return new LocalClients(running.endpoints(), running.credentials());
    }

    private List<Path> layers() throws Exception {
        try (Stream<Path> files = Files.walk(cloud.data().resolve("s3"))) {
            return files.filter(file -> file.getParent().endsWith("data")).toList();
        }
    }
}
