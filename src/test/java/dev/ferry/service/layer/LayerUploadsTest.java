package dev.ferry.service.layer;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.service.Services;
import dev.ferry.testing.SdkCalls;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * Layers that come in chunks, which S3 takes as parts of no less than 5 MiB. Whatever happens on the way, content lies
 * under no digest but its own (promise 13).
 */
@ExtendWith(LocalAws.class)
class LayerUploadsTest {
    private static final int MIB = 1024 * 1024;
    private static final int PART = 5 * MIB;

    private final Services services = new Services();
    private final Registry registry = registry("us-west-2");

    @BeforeEach
    void makeTheRepository() {
        services.repository(registry);
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

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
                IntStream.range(0, 40).mapToObj(i -> 150_000 + i).toList());
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

    // -------------------------------------------------------------------------------------------- two writers

    /** The loser's bytes replace the winner's in S3, after the winner was answered. */
    @Test
    void promise13_another_writers_part_is_found_out() {
        byte[] start = bytes(4, PART);
        byte[] winner = bytes(5, PART);
        LayerUpload upload = race(start, winner, bytes(6, PART));

        assertRefused(ErrorCode.INVALID_LAYER, () -> complete(upload, Digest.sha256(concat(start, winner))));

        assertNoLayer(concat(start, winner));
    }

    @Test
    void two_writers_of_the_same_bytes_make_the_layer() {
        byte[] start = bytes(4, PART);
        byte[] same = bytes(5, PART);
        LayerUpload upload = race(start, same, same);

        complete(upload, Digest.sha256(concat(start, same)));

        assertThat(services.layer(registry, Digest.sha256(concat(start, same)))).isEqualTo(concat(start, same));
    }

    /** S3's ETag of a part may be an MD5, which proves nothing. */
    @Test
    void promise13_another_writers_part_of_the_same_md5_is_found_out() throws Exception {
        byte[] rest = bytes(7, PART);
        byte[] winner = concat(HexFormat.of().parseHex(COLLISION), rest);
        byte[] loser = concat(HexFormat.of().parseHex(COLLIDES), rest);
        assertThat(md5(loser)).isEqualTo(md5(winner));
        assertThat(loser).isNotEqualTo(winner);
        byte[] start = bytes(4, PART);
        LayerUpload upload = race(start, winner, loser);

        assertRefused(ErrorCode.INVALID_LAYER, () -> complete(upload, Digest.sha256(concat(start, winner))));

        assertNoLayer(concat(start, winner));
    }

    @Test
    void promise13_staged_chunks_of_two_writers_do_not_mix() {
        byte[] start = bytes(8, 100);
        byte[] winner = bytes(9, 100);
        LayerUpload upload = begun(start);
        SdkCalls.beforeNext("PutItem",
                () -> services.uploads.append(registry, APP, upload.id(), start.length, winner));

        assertRefused(ErrorCode.INVALID_LAYER_PART,
                () -> services.uploads.append(registry, APP, upload.id(), start.length, bytes(10, 100)));
        complete(upload, Digest.sha256(concat(start, winner)));

        assertThat(services.layer(registry, Digest.sha256(concat(start, winner)))).isEqualTo(concat(start, winner));
    }

    /** An upload of {@code start}, then of the winner's chunk, whose part the loser's has replaced in S3. */
    private LayerUpload race(byte[] start, byte[] winner, byte[] loser) {
        LayerUpload upload = begun(start);
        SdkCalls.beforeNext("UploadPart",
                () -> services.uploads.append(registry, APP, upload.id(), start.length, winner));
        assertRefused(ErrorCode.INVALID_LAYER_PART,
                () -> services.uploads.append(registry, APP, upload.id(), start.length, loser));
        return upload;
    }

    // --------------------------------------------------------------------------------- completions cut short

    @Test
    void a_completion_cut_short_behind_s3s_join_can_be_repeated() {
        byte[] layer = bytes(11, 2 * PART);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(layer);
        SdkCalls.beforeNext("TransactWriteItems", LayerUploadsTest::fail);

        assertThatThrownBy(() -> complete(upload, digest)).hasMessage("the network is down");
        assertThat(services.layers.available(registry, APP, Set.of(digest))).isEmpty();
        complete(upload, digest);

        assertThat(services.layer(registry, digest)).isEqualTo(layer);
        assertNothingIsLeftOf(upload);
    }

    @Test
    void promise13_bytes_that_come_behind_s3s_join_do_not_pass_for_part_of_it() {
        byte[] layer = bytes(12, PART);
        byte[] more = bytes(13, 10);
        LayerUpload upload = begun(layer);
        SdkCalls.beforeNext("TransactWriteItems", LayerUploadsTest::fail);
        assertThatThrownBy(() -> complete(upload, Digest.sha256(layer))).hasMessage("the network is down");
        services.uploads.append(registry, APP, upload.id(), layer.length, more);

        assertRefused(ErrorCode.INVALID_LAYER, () -> complete(upload, Digest.sha256(concat(layer, more))));

        assertNoLayer(concat(layer, more));
    }

    /** The join took S3's multipart upload away, so there is nowhere to put a further part. */
    @Test
    void a_part_that_comes_behind_s3s_join_is_refused_and_the_completion_can_still_be_repeated() {
        byte[] layer = bytes(18, PART);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(layer);
        SdkCalls.beforeNext("TransactWriteItems", LayerUploadsTest::fail);
        assertThatThrownBy(() -> complete(upload, digest)).hasMessage("the network is down");

        assertRefused(ErrorCode.UPLOAD_NOT_FOUND,
                () -> services.uploads.append(registry, APP, upload.id(), layer.length, bytes(19, PART)));
        complete(upload, digest);

        assertThat(services.layer(registry, digest)).isEqualTo(layer);
        assertNothingIsLeftOf(upload);
    }

    @Test
    void a_part_that_comes_while_the_upload_is_completed_is_refused() {
        byte[] layer = bytes(20, 100);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(layer);
        SdkCalls.beforeNext("GetObject", () -> complete(upload, digest));

        assertRefused(ErrorCode.UPLOAD_NOT_FOUND,
                () -> new Services().uploads.append(registry, APP, upload.id(), layer.length, bytes(21, 10)));

        assertThat(services.layer(registry, digest)).isEqualTo(layer);
    }

    @Test
    void a_part_whose_append_was_cut_short_is_no_part_of_the_layer() {
        byte[] layer = bytes(16, PART);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(layer);
        SdkCalls.beforeNext("PutItem", LayerUploadsTest::fail);
        assertThatThrownBy(() -> services.uploads.append(registry, APP, upload.id(), PART, bytes(17, PART)))
                .hasMessage("the network is down");

        complete(upload, digest);

        assertThat(services.layer(registry, digest)).isEqualTo(layer);
    }

    @Test
    void of_two_completions_at_the_same_time_one_makes_the_layer() {
        for (String where : List.of("ListParts", "CompleteMultipartUpload", "CopyObject", "TransactWriteItems")) {
            byte[] layer = bytes(where.hashCode(), PART);
            Digest digest = Digest.sha256(layer);
            LayerUpload upload = begun(layer);
            SdkCalls.beforeNext(where, () -> complete(upload, digest));

            assertRefused(ErrorCode.UPLOAD_NOT_FOUND, () -> complete(upload, digest));

            assertThat(services.layer(registry, digest)).isEqualTo(layer);
        }
    }

    /** Another completion, cut short, has the same copy made anew under the feet of this one. */
    @Test
    void a_completion_that_another_one_overtook_within_the_copies_makes_the_layer() {
        byte[] layer = bytes(22, PART);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(layer);
        SdkCalls.beforeNext("CopyObject", () -> {
            SdkCalls.beforeNext("TransactWriteItems", LayerUploadsTest::fail);
            assertThatThrownBy(() -> complete(upload, digest)).hasMessage("the network is down");
        });

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
    void an_upload_that_is_over_is_not_found() {
        byte[] layer = bytes(14, 10);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(layer);
        complete(upload, digest);

        assertRefused(ErrorCode.UPLOAD_NOT_FOUND, () -> complete(upload, digest));
        assertRefused(ErrorCode.UPLOAD_NOT_FOUND,
                () -> services.uploads.append(registry, APP, upload.id(), layer.length, layer));
    }

    @Test
    void an_upload_without_bytes_and_a_layer_that_is_there_are_refused() {
        byte[] layer = bytes(15, 10);
        Digest digest = Digest.sha256(layer);
        services.upload(registry, layer);
        LayerUpload empty = services.begin(registry);

        assertRefused(ErrorCode.EMPTY_UPLOAD, () -> complete(empty, digest));
        assertRefused(ErrorCode.INVALID_LAYER_PART,
                () -> services.uploads.append(registry, APP, empty.id(), 0, new byte[0]));
        LayerUpload again = begun(layer);
        assertRefused(ErrorCode.LAYER_ALREADY_EXISTS, () -> complete(again, digest));
    }

    // ------------------------------------------------------------------------------------------------- shared

    private LayerUpload begun(byte[] chunk) {
        LayerUpload upload = services.begin(registry);
        return services.uploads.append(registry, APP, upload.id(), 0, chunk);
    }

    private void complete(LayerUpload upload, Digest digest) {
        services.completion.complete(registry, APP, upload.id(), List.of(digest));
    }

    private void assertNoLayer(byte[] bytes) {
        Digest digest = Digest.sha256(bytes);
        assertThat(services.layers.available(registry, APP, Set.of(digest))).isEmpty();
        assertThat(services.layerStore.size(registry, digest)).isEmpty();
    }

    private void assertNothingIsLeftOf(LayerUpload upload) {
        assertThat(services.clients.s3(registry.region())
                        .listObjectsV2(list -> list.bucket("ferry-layers-111122223333-us-west-2")
                                .prefix("uploads/" + registry.account() + "/" + upload.id()))
                        .contents())
                .isEmpty();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(
                EcrException.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static void fail() {
        throw SdkClientException.create("the network is down");
    }

    private static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static byte[] md5(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("MD5").digest(bytes);
    }

    /** Two times 128 bytes with one MD5 (X. Wang, H. Yu, "How to Break MD5 and Other Hash Functions", 2005). */
    private static final String COLLISION = "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f89"
            + "55ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5b"
            + "d8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0"
            + "e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70";
    private static final String COLLIDES = "d131dd02c5e6eec4693d9a0698aff95c2fcab50712467eab4004583eb8fb7f89"
            + "55ad340609f4b30283e4888325f1415a085125e8f7cdc99fd91dbd7280373c5b"
            + "d8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0"
            + "e99f33420f577ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70";
}
