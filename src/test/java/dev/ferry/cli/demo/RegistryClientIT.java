package dev.ferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.testing.LocalCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** On a local cloud that runs the packaged functions. */
@ExtendWith(LocalCloud.class)
class RegistryClientIT {
    /** More than one part of an upload holds. */
    private static final int LAYER_SIZE = 5_000_000;

    private final String account;
    private final RegistryClient registry;
    private final OciImage image;

    RegistryClientIT(LocalCloud.Running cloud, @TempDir Path folder) throws IOException {
        account = cloud.newAccount();
        registry = RegistryClient.of(cloud.endpoint(), DemoRegistry.of(account, "us-west-2"));
        image = image(folder);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void a_pull_brings_what_a_push_sent() throws Exception {
        create("round/trip");
        List<BlobPush> progress = new ArrayList<>();

        Pushed pushed = registry.push("round/trip", "1.0", image, progress::add);
        PulledImage pulled = registry.pull("round/trip", "1.0");

        assertThat(pushed.blobs()).isEqualTo(progress);
        assertThat(progress).extracting(BlobPush::blob).isEqualTo(image.blobs());
        assertThat(progress.get(0).parts()).isGreaterThan(1);
        assertThat(pushed.sent()).isEqualTo(image.size() - image.manifest().length);
        assertThat(pulled.digest()).isEqualTo(image.digest());
        assertThat(pulled.size()).isEqualTo(image.size());
    }

    @Test
    void a_push_sends_no_layer_that_is_there() throws Exception {
        create("pushed/twice");
        registry.push("pushed/twice", "1.0", image, blob -> {});

        Pushed again = registry.push("pushed/twice", "1.1", image, blob -> {});

        assertThat(again.sent()).isZero();
        assertThat(again.wereThere()).isEqualTo(image.blobs().size());
        assertThat(registry.pull("pushed/twice", "1.1").digest()).isEqualTo(image.digest());
    }

    @Test
    void a_pull_of_a_tag_that_is_not_there_is_a_mismatch() {
        create("without/images");

        assertThatThrownBy(() -> registry.pull("without/images", "1.0"))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("one image without/images:1.0 in us-west-2 of " + account);
    }

    @Test
    void a_push_to_a_repository_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> registry.push("not/there", "1.0", image, blob -> {}))
                .isInstanceOf(RepositoryNotFoundException.class);
    }

    @Test
    void a_watch_ends_at_once_if_the_image_goes_to_other_destinations_than_expected() throws Exception {
        create("goes/nowhere");
        registry.push("goes/nowhere", "1.0", image, blob -> {});
        DemoRegistry expected = DemoRegistry.of("444455556666", "us-east-1");

        assertThatThrownBy(() -> ReplicationWatch.untilComplete(
                        registry.ecr(), "goes/nowhere", "1.0", Set.of(expected), Duration.ofMinutes(1), change -> {}))
                .isInstanceOf(MismatchException.class)
                .hasMessageContainingAll("COMPLETE in [us-east-1 of 444455556666]", "no destination");
    }

    private void create(String repository) {
        registry.ecr().createRepository(request -> request.repositoryName(repository));
    }

    private static OciImage image(Path folder) throws IOException {
        byte[] layer = new byte[LAYER_SIZE];
        new Random(1).nextBytes(layer);
        byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
        Blob layerBlob = blob(folder, "application/vnd.oci.image.layer.v1.tar+gzip", layer);
        Blob configBlob = blob(folder, "application/vnd.oci.image.config.v1+json", config);
        String manifest = """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "config": %s, "layers": [%s]}""".formatted(descriptor(configBlob), descriptor(layerBlob));
        return new OciImage(
                "application/vnd.oci.image.manifest.v1+json",
                manifest.getBytes(StandardCharsets.UTF_8),
                configBlob,
                List.of(layerBlob));
    }

    private static Blob blob(Path folder, String mediaType, byte[] bytes) throws IOException {
        ContentDigest content = ContentDigest.of(bytes);
        Path file = Files.write(Files.createTempFile(folder, "blob", ""), bytes);
        return new Blob(mediaType, content.digest(), content.size(), file);
    }

    private static String descriptor(Blob blob) {
        return "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}"
                .formatted(blob.mediaType(), blob.digest(), blob.size());
    }
}
