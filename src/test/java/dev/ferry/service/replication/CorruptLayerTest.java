package dev.ferry.service.replication;

import static dev.ferry.service.Services.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.layers.LayerCopies.CorruptCopyException;
import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Status;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/** Layers whose bytes are others in the store than they were, and layers of which the store has no checksum. */
@ExtendWith(LocalAws.class)
class CorruptLayerTest {
    private static final TestImage IMAGE = Images.image().seed(77).build();
    private static final Digest LAYER = IMAGE.layers().get(0).digest();
    private static final byte[] RIGHT = IMAGE.layers().get(0).bytes();
    private static final byte[] WRONG = new byte[RIGHT.length];

    private final Services services = new Services();
    private final Registry source = Services.registry("us-west-2");
    private final Registry there = Services.sameAccount(source, "eu-west-1");

    @BeforeEach
    void replicate() {
        services.repository(source);
        services.configure(source, there);
        services.provide(source, IMAGE);
        services.deleteRepository(there); // which makes its stack
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    private S3Client s3(Registry registry) {
        return services.clients.s3(registry.region());
    }

    private static String bucket(Registry registry) {
        return "ferry-layers-111122223333-" + registry.region();
    }

    private static String key(Registry registry) {
        return registry.account() + "/sha256/" + LAYER.hex();
    }

    /** As an earlier version stored layers, or something else wrote over one. */
    private void putWithoutChecksum(Registry registry, byte[] bytes) {
        s3(registry).putObject(put -> put.bucket(bucket(registry)).key(key(registry)), RequestBody.fromBytes(bytes));
    }

    private String checksum(Registry registry) {
        return s3(registry).headObject(head -> head.bucket(bucket(registry)).key(key(registry)).checksumMode(ChecksumMode.ENABLED))
                .checksumSHA256();
    }

    private void lose(Registry registry) {
        s3(registry).deleteObject(delete -> delete.bucket(bucket(registry)).key(key(registry)));
    }

    private Push push() {
        return services.pushes.push(source, APP, IMAGE.read(), Optional.empty());
    }

    private void assertArrived(Push push) {
        assertThat(services.state(push, there).status()).isEqualTo(Status.COMPLETE);
        assertThat(services.layer(there, LAYER)).isEqualTo(RIGHT);
    }

    @Test
    void promise13_a_layer_that_arrives_with_other_bytes_is_not_listed_until_it_is_right() {
        putWithoutChecksum(source, WRONG);
        Push push = push();

        assertThatThrownBy(() -> services.deliver(push)).isInstanceOf(CorruptCopyException.class);
        assertThat(services.layerStore.size(there, LAYER)).isEmpty();
        assertThat(services.listedDigests(there)).isEmpty();

        putWithoutChecksum(source, RIGHT);
        services.deliver(push);
        assertArrived(push);
    }

    @Test
    void promise13_a_wrong_copy_takes_no_right_ones_place() {
        putWithoutChecksum(source, WRONG);
        SdkCalls.beforeNext("CopyObject", () -> s3(there).putObject(
                put -> put.bucket(bucket(there)).key(key(there)).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(RIGHT)));
        Push push = push();

        services.deliver(push);

        assertArrived(push);
    }

    @Test
    void promise13_a_wrong_one_that_was_found_is_replaced_by_none_but_a_right_one() {
        s3(there).putObject(put -> put.bucket(bucket(there)).key(key(there)).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(WRONG));
        Push push = push();

        services.deliver(push);

        assertArrived(push);
    }

    @Test
    void a_layer_of_an_earlier_version_is_pulled_and_replicated_and_hashed_on_arrival() {
        putWithoutChecksum(source, RIGHT);
        Push push = push();

        services.deliver(push);

        assertThat(services.layer(source, LAYER)).isEqualTo(RIGHT);
        assertArrived(push);
        assertThat(checksum(there)).isNotNull();
    }

    @Test
    void a_layer_that_an_earlier_version_brought_to_the_destination_is_not_copied_again() {
        putWithoutChecksum(there, RIGHT);
        Push push = push();

        services.deliver(push);

        assertThat(checksum(there)).as("of a copy, which has one").isNull();
        assertArrived(push);
    }

    @Test
    void a_layer_that_the_source_has_lost_is_found_at_the_destination() {
        s3(there).putObject(put -> put.bucket(bucket(there)).key(key(there)).checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(RIGHT));
        lose(source);
        Push push = push();

        services.deliver(push);

        assertArrived(push);
    }

    @Test
    void a_layer_that_nobody_has_ends_the_replication() {
        lose(source);
        Push push = push();

        services.deliver(push);

        assertThat(services.state(push, there)).isInstanceOfSatisfying(
                Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.LAYERS_NOT_FOUND));
        assertThat(services.listedDigests(there)).isEmpty();
    }
}
