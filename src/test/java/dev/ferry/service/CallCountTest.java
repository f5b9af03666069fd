package dev.ferry.service;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.store.Write;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.SdkCalls.Call;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many calls of AWS each step costs: they are what a deployment pays and waits for. */
@ExtendWith(LocalAws.class)
class CallCountTest {
    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    @ParameterizedTest
    @ValueSource(ints = {1, 90})
    void a_push_costs_one_read_and_one_transaction(int layers) {
        TestImage image = Images.image().layers(layers).layerSize(16).build();
        services.repository(source);
        services.configure(source, elsewhere);
        grantLayers(source, image);

        List<Call> calls = SdkCalls.during(
                () -> services.pushes.push(source, APP, image.read(), Optional.of(Services.LATEST)));

        assertThat(SdkCalls.count(calls, "DynamoDb"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("BatchGetItem", 1L, "TransactWriteItems", 1L));
        assertThat(calls).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 1", "11, 2", "25, 3"})
    void a_fan_out_costs_one_transaction_whatever_the_number_of_destinations(int destinations, long batches) {
        services.repository(source);
        services.configure(source, Stream.generate(() -> registry("eu-west-1")).limit(destinations).toArray(Registry[]::new));
        Push push = services.push(source, Images.image().build(), "latest");

        List<Call> calls = SdkCalls.during(() -> services.fanOut.fanOut(push));

        assertThat(SdkCalls.count(calls, "DynamoDb")).isEqualTo(Map.of("TransactWriteItems", 1L));
        assertThat(SdkCalls.count(calls, "Sqs")).isEqualTo(Map.of("SendMessageBatch", batches));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 90})
    void a_replica_whose_layers_are_there_costs_six_calls_and_copies_nothing(int layers) {
        TestImage image = Images.image().layers(layers).layerSize(16).build();
        services.repository(source);
        services.repository(elsewhere);
        services.configure(source, elsewhere);
        grantLayers(source, image);
        grantLayers(elsewhere, image);
        Push push = services.pushes.push(source, APP, image.read(), Optional.of(Services.LATEST));
        services.fanOut.fanOut(push);

        List<Call> calls = SdkCalls.during(() -> services.replicate(push, elsewhere));

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
        assertThat(SdkCalls.count(calls, "DynamoDb")).containsExactlyInAnyOrderEntriesOf(
                Map.of("BatchGetItem", 3L, "UpdateItem", 2L, "TransactWriteItems", 1L));
        assertThat(SdkCalls.count(calls, "S3")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 90})
    void a_replica_whose_layers_are_new_costs_a_copy_each_and_a_transaction_more(int layers) {
        TestImage image = Images.image().layers(layers).layerSize(16).build();
        services.repository(source);
        services.repository(elsewhere);
        services.configure(source, elsewhere);
        services.provide(source, image);
        Push push = services.pushes.push(source, APP, image.read(), Optional.of(Services.LATEST));
        services.fanOut.fanOut(push);

        List<Call> calls = SdkCalls.during(() -> services.replicate(push, elsewhere));

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
        assertThat(SdkCalls.count(calls, "DynamoDb")).containsExactlyInAnyOrderEntriesOf(
                Map.of("BatchGetItem", 3L, "UpdateItem", 2L, "TransactWriteItems", 2L));
        assertThat(SdkCalls.count(calls, "S3")).isEqualTo(Map.of("CopyObject", layers + 1L));
    }

    @Test
    void a_large_layer_that_another_repository_has_at_the_destination_is_asked_for_and_not_copied() {
        TestImage image = Images.image().layers(1).layerSize(9 * 1024 * 1024).build();
        services.repository(source);
        services.repository(elsewhere);
        services.configure(source, elsewhere);
        services.provide(source, image);
        Push first = services.pushes.push(source, APP, image.read(), Optional.empty());
        services.deliver(first);
        services.deleteRepository(elsewhere);
        services.repository(elsewhere);
        Push second = services.pushes.push(source, APP, image.read(), Optional.of(Services.LATEST));
        services.fanOut.fanOut(second);

        List<Call> calls = SdkCalls.during(() -> services.replicate(second, elsewhere));

        assertThat(services.state(second, elsewhere)).isInstanceOf(Complete.class);
        // The one that is copied is the image's small configuration, which S3 refuses to put over itself.
        assertThat(SdkCalls.count(calls, "S3")).isEqualTo(Map.of("CopyObject", 1L, "HeadObject", 2L));
    }

    @Test
    void the_completion_of_an_upload_that_was_read_just_now_reads_it_no_more() {
        services.repository(source);
        byte[] layer = "a layer".getBytes(UTF_8);
        LayerUpload upload = services.uploads.append(source, APP, services.begin(source).id(), 0, layer);

        List<Call> calls = SdkCalls.during(() -> services.completion.finish(upload, Digest.Algorithm.SHA256.of(layer)));

        assertThat(SdkCalls.count(calls, "DynamoDb")).isEqualTo(Map.of("BatchGetItem", 1L, "TransactWriteItems", 1L));
    }

    @Test
    void a_layer_sent_at_once_is_compared_when_it_comes_and_copied_once() {
        services.repository(source);
        byte[] layer = "a layer".getBytes(UTF_8);
        String upload = services.begin(source).id();

        List<Call> calls = SdkCalls.during(() -> {
            services.uploads.append(source, APP, upload, 0, layer);
            services.completion.complete(source, APP, upload, List.of(Digest.Algorithm.SHA256.of(layer)));
        });

        assertThat(SdkCalls.count(calls, "S3")).containsExactlyInAnyOrderEntriesOf(
                Map.of("PutObject", 1L, "CopyObject", 1L, "DeleteObject", 1L));
        assertThat(SdkCalls.count(calls, "DynamoDb")).containsExactlyInAnyOrderEntriesOf(
                Map.of("GetItem", 2L, "PutItem", 1L, "BatchGetItem", 1L, "TransactWriteItems", 1L));
    }

    @Test
    void a_replication_delivered_again_after_its_end_costs_one_read() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, Images.image().build(), "latest");
        services.deliver(push);

        List<Call> calls = SdkCalls.during(() -> services.replicate(push, elsewhere));

        assertThat(calls).singleElement().satisfies(call -> assertThat(call.operation()).isEqualTo("BatchGetItem"));
    }

    @Test
    void a_scan_fails_any_test_in_which_it_is_made() {
        assertThatThrownBy(() -> services.clients.dynamoDb(source.region())
                        .scan(scan -> scan.tableName("ferry-images")))
                .hasMessageContaining("a whole table must not be read");
    }

    /** The repository may use the image's layers; whether they lie in S3 is not looked at again. */
    private void grantLayers(Registry registry, TestImage image) {
        List<Write> writes = image.blobs().stream()
                .map(blob -> services.repositoryLayers.addition(
                        Services.key(registry), blob.digest(), blob.bytes().length))
                .toList();
        services.tables.commit(registry.region(), writes);
    }
}
