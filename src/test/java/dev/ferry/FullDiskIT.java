package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.local.Cloud;
import dev.ferry.local.CloudSettings;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.testing.Images;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** The whole local cloud on a disk that fills up. A disk so small is had by root alone. */
@Tag("full")
class FullDiskIT {
    private static final String SAID = "The disk on which the registry keeps its data is full";
    private static final String APP = "team/app";

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()) == 0, "only root can mount a disk");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    private Path fill() throws IOException {
        Path filling = disk.resolve("filling");
        try (OutputStream bytes = Files.newOutputStream(filling)) {
            while (disk.toFile().getUsableSpace() > 0) {
                bytes.write(new byte[4_096]);
            }
        }
        return filling;
    }

    @Test
    void who_writes_is_told_and_goes_on_when_there_is_room() throws IOException {
        try (Cloud cloud = Cloud.start(new CloudSettings(
                Path.of("template.yaml"), Path.of("target"), disk.resolve("data"), 0, Set.of(), false, Map.of(), new NoLog()))) {
            TestRegistry registry = new TestRegistry(cloud.endpoint(), "111122223333", "us-west-2").with(APP);
            TestImage image = Images.image().build();
            registry.push(APP, image, "1.0");
            RegistryClient oci = registry.oci();
            Path filling = fill();

            EcrException repository = catchThrowableOfType(EcrException.class,
                    () -> registry.ecr().createRepository(create -> create.repositoryName("another")));
            EcrException tag = catchThrowableOfType(EcrException.class, () -> registry.ecr().putImage(put ->
                    put.repositoryName(APP).imageManifest(image.manifestText()).imageTag("2.0")));
            HttpResponse<byte[]> upload = oci.send("POST", "/v2/" + APP + "/blobs/uploads/");

            for (EcrException told : List.of(repository, tag)) {
                assertThat(told.awsErrorDetails().errorCode()).isEqualTo("ServerException");
                assertThat(told.awsErrorDetails().errorMessage()).startsWith(SAID);
            }
            assertThat(upload.statusCode()).isEqualTo(500);
            assertThat(RegistryClient.text(upload)).contains(SAID);

            Files.delete(filling);
            registry.ecr().createRepository(create -> create.repositoryName("another"));
            registry.ecr().putImage(put -> put.repositoryName(APP).imageManifest(image.manifestText()).imageTag("2.0"));
            assertThat(oci.pushBlob(APP, new byte[100_000]).statusCode()).isEqualTo(201);
        }
    }

    /** What the functions say of failures that are wanted is of no interest. */
    private static final class NoLog implements LogSink {
        @Override
        public void did(String who, String what) {}

        @Override
        public void printed(String function, String line) {}
    }
}
