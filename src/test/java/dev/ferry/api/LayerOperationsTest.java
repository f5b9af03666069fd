package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerFailure;
import software.amazon.awssdk.services.ecr.model.LayerFailureCode;

/** Layers are uploaded in parts, asked for and fetched. */
class LayerOperationsTest extends ApiTest {
    private static final byte[] LAYER = "a layer".getBytes(StandardCharsets.UTF_8);
    private static final String NO_UPLOAD = "00000000-1111-2222-3333-0123456789ab";

    @BeforeEach
    void makeRepository() {
        create("app");
    }

    private String begin() {
        return ecr.initiateLayerUpload(begin -> begin.repositoryName("app")).uploadId();
    }

    private long part(String upload, long first, byte[] bytes) {
        return ecr.uploadLayerPart(part -> part.repositoryName("app").uploadId(upload).partFirstByte(first)
                .partLastByte(first + bytes.length - 1).layerPartBlob(SdkBytes.fromByteArray(bytes))).lastByteReceived();
    }

    private void complete(String upload, String... digests) {
        ecr.completeLayerUpload(complete -> complete.repositoryName("app").uploadId(upload).layerDigests(digests));
    }

    private LayerAvailability availability(byte[] layer) {
        return ecr.batchCheckLayerAvailability(check -> check.repositoryName("app").layerDigests(digest(layer)))
                .layers().get(0).layerAvailability();
    }

    private static HttpResponse<byte[]> fetch(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void layer_of_many_parts_can_be_fetched_as_it_was() throws Exception {
        byte[] layer = new byte[7 * 1024 * 1024];
        new Random(1).nextBytes(layer);
        var begun = ecr.initiateLayerUpload(begin -> begin.repositoryName("app"));
        int size = begun.partSize().intValue();
        for (int from = 0; from < layer.length; from += size) {
            int to = Math.min(from + size, layer.length);
            assertThat(part(begun.uploadId(), from, Arrays.copyOfRange(layer, from, to))).isEqualTo(to - 1);
        }
        var completed = ecr.completeLayerUpload(complete ->
                complete.repositoryName("app").uploadId(begun.uploadId()).layerDigests(digest(layer)));

        assertThat(completed.registryId()).isEqualTo(account);
        assertThat(completed.repositoryName()).isEqualTo("app");
        assertThat(completed.uploadId()).isEqualTo(begun.uploadId());
        assertThat(completed.layerDigest()).isEqualTo(digest(layer));
        var download = ecr.getDownloadUrlForLayer(get -> get.repositoryName("app").layerDigest(digest(layer)));
        assertThat(download.layerDigest()).isEqualTo(digest(layer));
        HttpResponse<byte[]> fetched = fetch(download.downloadUrl());
        assertThat(fetched.statusCode()).isEqualTo(200);
        assertThat(digest(fetched.body())).isEqualTo(digest(layer));
    }

    @Test
    void availability_tells_layers_that_are_there_from_those_that_are_not() {
        upload("app", LAYER);
        String missing = digest(new byte[] {1});
        String sha512 = "sha512:" + "ab".repeat(64);

        var answer = ecr.batchCheckLayerAvailability(check ->
                check.repositoryName("app").layerDigests(digest(LAYER), missing, sha512, "latest", "", "sha256:AB"));

        assertThat(answer.layers()).containsExactly(
                Layer.builder().layerDigest(digest(LAYER)).layerAvailability(LayerAvailability.AVAILABLE)
                        .layerSize((long) LAYER.length).build(),
                Layer.builder().layerDigest(missing).layerAvailability(LayerAvailability.UNAVAILABLE).build(),
                Layer.builder().layerDigest(sha512).layerAvailability(LayerAvailability.UNAVAILABLE).build());
        assertThat(answer.failures()).extracting(LayerFailure::layerDigest).containsExactly("latest", "", "sha256:AB");
        assertThat(answer.failures()).extracting(LayerFailure::failureCode).containsExactly(
                LayerFailureCode.INVALID_LAYER_DIGEST, LayerFailureCode.MISSING_LAYER_DIGEST,
                LayerFailureCode.INVALID_LAYER_DIGEST);
        assertThat(answer.failures()).extracting(LayerFailure::failureReason).doesNotContainNull();
    }

    @Test
    void layer_is_available_in_the_repository_it_was_uploaded_to_alone() {
        upload("app", LAYER);
        create("other");

        assertThat(ecr.batchCheckLayerAvailability(check -> check.repositoryName("other").layerDigests(digest(LAYER)))
                .layers().get(0).layerAvailability()).isEqualTo(LayerAvailability.UNAVAILABLE);
        upload("other", LAYER);
        assertThat(availability(LAYER)).isEqualTo(LayerAvailability.AVAILABLE);
    }

    @Test
    void part_out_of_order_or_overlapping_is_refused_and_the_next_byte_told() {
        String upload = begin();
        part(upload, 0, LAYER);

        for (long first : new long[] {0, LAYER.length - 1, LAYER.length + 1}) {
            InvalidLayerPartException error =
                    catchThrowableOfType(InvalidLayerPartException.class, () -> part(upload, first, LAYER));
            assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("The layer part of the upload with id '" + upload
                    + "' starts at byte " + first + ", but the next byte is " + LAYER.length);
            assertThat(error.lastValidByteReceived()).isEqualTo(LAYER.length - 1L);
            assertThat(error.registryId()).isEqualTo(account);
            assertThat(error.repositoryName()).isEqualTo("app");
            assertThat(error.uploadId()).isEqualTo(upload);
        }
        complete(upload, digest(LAYER));
        assertThat(availability(LAYER)).isEqualTo(LayerAvailability.AVAILABLE);
    }

    @Test
    void part_whose_last_byte_is_not_where_it_ends_is_refused() {
        String upload = begin();

        assertRefused(() -> ecr.uploadLayerPart(part -> part.repositoryName("app").uploadId(upload).partFirstByte(0L)
                        .partLastByte(LAYER.length + 0L).layerPartBlob(SdkBytes.fromByteArray(LAYER))),
                "InvalidParameterException", invalid("partLastByte",
                        "must be partFirstByte and the length of layerPartBlob, less one: " + (LAYER.length - 1)));
    }

    @Test
    void empty_part_is_refused() {
        String upload = begin();

        refused(() -> part(upload, 0, new byte[0]), 400, "InvalidParameterException");
    }

    @Test
    void digest_that_differs_is_refused_and_the_upload_stays() {
        String upload = begin();
        part(upload, 0, LAYER);
        String wrong = digest(new byte[] {1});

        assertRefused(() -> complete(upload, wrong), "InvalidLayerException", "Layer digest '" + wrong
                + "' does not match the digest that was calculated: '" + digest(LAYER) + "'");
        assertThat(availability(LAYER)).isEqualTo(LayerAvailability.UNAVAILABLE);
        complete(upload, digest(LAYER));
        assertThat(availability(LAYER)).isEqualTo(LayerAvailability.AVAILABLE);
    }

    @Test
    void upload_without_a_part_is_refused() {
        String upload = begin();

        assertRefused(() -> complete(upload, digest(LAYER)), "EmptyUploadException",
                "The specified layer upload with id '" + upload + "' does not contain any layer parts");
    }

    @Test
    void layer_that_is_there_is_refused() {
        upload("app", LAYER);
        String upload = begin();
        part(upload, 0, LAYER);

        assertRefused(() -> complete(upload, digest(LAYER)), "LayerAlreadyExistsException", "The layer with digest '"
                + digest(LAYER) + "' already exists in the repository with name 'app' in the registry with id '" + account + "'");
    }

    @Test
    void upload_that_is_not_there_is_refused() {
        create("other");
        String elsewhere = ecr.initiateLayerUpload(begin -> begin.repositoryName("other")).uploadId();
        String completed = begin();
        part(completed, 0, LAYER);
        complete(completed, digest(LAYER));

        for (String upload : new String[] {NO_UPLOAD, elsewhere, completed}) {
            String message = "The upload with id '" + upload
                    + "' does not exist in the repository with name 'app' in the registry with id '" + account + "'";
            assertRefused(() -> part(upload, 0, LAYER), "UploadNotFoundException", message);
            assertRefused(() -> complete(upload, digest(LAYER)), "UploadNotFoundException", message);
        }
    }

    @Test
    void layers_of_a_repository_that_is_not_there_are_refused() {
        assertRefused(() -> ecr.initiateLayerUpload(begin -> begin.repositoryName("gone")),
                "RepositoryNotFoundException", noRepository("gone"));
        assertRefused(() -> upload("gone", LAYER), "RepositoryNotFoundException", noRepository("gone"));
        assertRefused(() -> ecr.getDownloadUrlForLayer(get -> get.repositoryName("gone").layerDigest(digest(LAYER))),
                "RepositoryNotFoundException", noRepository("gone"));
        assertRefused(() -> ecr.completeLayerUpload(complete ->
                        complete.repositoryName("gone").uploadId(NO_UPLOAD).layerDigests(digest(LAYER))),
                "RepositoryNotFoundException", noRepository("gone"));
        assertRefused(() -> ecr.uploadLayerPart(part -> part.repositoryName("gone").uploadId(NO_UPLOAD).partFirstByte(0L)
                        .partLastByte(LAYER.length - 1L).layerPartBlob(SdkBytes.fromByteArray(LAYER))),
                "RepositoryNotFoundException", noRepository("gone"));
    }

    @Test
    void url_of_a_layer_that_is_not_there_is_refused() {
        assertRefused(() -> ecr.getDownloadUrlForLayer(get -> get.repositoryName("app").layerDigest(digest(LAYER))),
                "LayersNotFoundException", "The layer with digest " + digest(LAYER)
                        + " does not exist within the repository with name 'app' in the registry with id '" + account + "'");
    }
}
