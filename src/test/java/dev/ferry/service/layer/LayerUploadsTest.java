package dev.ferry.service.layer;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.service.Services;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** Chunks of any size make a layer; what does not follow the last one is refused. */
class LayerUploadsTest extends LayerUploadTest {
    static Stream<List<Integer>> chunks() {
        return Stream.of(
                List.of(1),
                List.of(1, 1, 1),
                List.of(PART - 1),
                List.of(PART),
                List.of(PART + 1),
                List.of(PART - 1, 1),
                List.of(4 * MIB, MIB - 1),
                List.of(4 * MIB, MIB),
                List.of(4 * MIB, MIB + 1),
                List.of(4 * MIB, 4 * MIB, 4 * MIB, 1),
                List.of(1, PART, 1, PART),
                List.of(PART, PART, PART),
                IntStream.range(0, 20).mapToObj(i -> 300_000 + i).toList());
    }

    /** Each chunk comes to another instance, so all that is known of the upload is in the tables and in S3. */
    @ParameterizedTest
    @MethodSource("chunks")
    void chunks_of_any_size_make_the_layer(List<Integer> sizes) {
        byte[] layer = bytes(1, sizes.stream().mapToInt(Integer::intValue).sum());
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = services.begin(registry);
        int at = 0;
        for (int size : sizes) {
            new Services().uploads.append(registry, APP, upload.id(), at, Arrays.copyOfRange(layer, at, at + size));
            at += size;
        }

        new Services().completion.complete(registry, APP, upload.id(), List.of(digest));

        assertThat(services.layers.available(registry, APP, Set.of(digest)))
                .containsEntry(digest, (long) layer.length);
        assertThat(services.layer(registry, digest)).isEqualTo(layer);
        assertNothingIsLeftOf(upload);
    }

    @Test
    void a_wrong_digest_leaves_an_upload_that_can_be_completed_by_its_own() {
        byte[] layer = bytes(2, PART + 7);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(Arrays.copyOf(layer, PART));
        services.uploads.append(registry, APP, upload.id(), PART, Arrays.copyOfRange(layer, PART, layer.length));
        assertRefused(ErrorCode.INVALID_LAYER, () -> complete(upload, Digest.sha256("another one")));
        complete(upload, digest);

        assertThat(services.layer(registry, digest)).isEqualTo(layer);
    }

    @Test
    void promise13_a_layer_whose_bytes_are_others_is_not_taken_for_it() {
        byte[] layer = bytes(23, 100);
        Digest digest = Digest.sha256(layer);
        services.upload(registry, layer);
        services.clients.s3(registry.region()).putObject(
                put -> put.bucket("ferry-layers-111122223333-us-west-2")
                        .key(registry.account() + "/sha256/" + digest.hex())
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(bytes(24, 100)));

        assertThat(services.layerStore.size(registry, digest)).isEmpty();
    }

    @Test
    void a_part_that_leaves_a_gap_or_overlaps_is_refused_and_told_where_to_go_on() {
        LayerUpload upload = begun(bytes(3, 10));

        for (long first : new long[] {0, 9, 11}) {
            assertThatThrownBy(() -> services.uploads.append(registry, APP, upload.id(), first, bytes(3, 5)))
                    .isInstanceOfSatisfying(EcrException.class, refused -> {
                        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_LAYER_PART);
                        assertThat(refused.members()).containsEntry("lastValidByteReceived", 9L);
                    });
        }
    }

    @Test
    void nobody_elses_repository_can_go_on_with_an_upload() {
        LayerUpload upload = begun(bytes(3, 10));
        Registry other = registry("us-west-2");
        services.repository(other);

        assertRefused(ErrorCode.UPLOAD_NOT_FOUND,
                () -> services.uploads.append(other, APP, upload.id(), 10, bytes(3, 5)));
    }
}
