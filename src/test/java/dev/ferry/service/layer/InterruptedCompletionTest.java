package dev.ferry.service.layer;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.Digest;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.service.Services;
import dev.ferry.testing.SdkCalls;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Completions that are cut short, come twice, or meet another part. */
class InterruptedCompletionTest extends LayerUploadTest {
    @Test
    void a_completion_cut_short_behind_s3s_join_can_be_repeated() {
        byte[] layer = bytes(11, 2 * PART);
        Digest digest = Digest.sha256(layer);
        LayerUpload upload = begun(layer);
        SdkCalls.beforeNext("TransactWriteItems", InterruptedCompletionTest::fail);

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
        SdkCalls.beforeNext("TransactWriteItems", InterruptedCompletionTest::fail);
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
        SdkCalls.beforeNext("TransactWriteItems", InterruptedCompletionTest::fail);
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
        SdkCalls.beforeNext("PutItem", InterruptedCompletionTest::fail);
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
            SdkCalls.beforeNext("TransactWriteItems", InterruptedCompletionTest::fail);
            assertThatThrownBy(() -> complete(upload, digest)).hasMessage("the network is down");
        });

        complete(upload, digest);

        assertThat(services.layer(registry, digest)).isEqualTo(layer);
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

    private static void fail() {
        throw SdkClientException.create("the network is down");
    }
}
