package dev.ferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FerryImageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> JVM_BUILD =
            Map.of("dev/ferry/Api.class", "api", "application.properties", "a=b", "lib/sdk.jar", "sdk");

    @TempDir
    Path folder;

    @Test
    void an_image_has_the_libraries_the_function_and_the_release_as_layers() throws Exception {
        OciImage image = build(zip("function", JVM_BUILD), "1.0");

        assertThat(image.layers()).hasSize(3);
        assertThat(names(image.layers().get(0))).contains("var/task/lib/sdk.jar").doesNotContain("var/task/dev/");
        assertThat(names(image.layers().get(1)))
                .contains("var/task/dev/ferry/Api.class", "var/task/application.properties")
                .doesNotContain("var/task/lib/");
        assertThat(names(image.layers().get(2))).contains("var/task/RELEASE");
    }

    @Test
    void an_image_is_an_oci_image_whose_manifest_says_what_its_files_are() throws Exception {
        OciImage image = build(zip("function", JVM_BUILD), "1.0");

        assertThat(image.mediaType()).isEqualTo("application/vnd.oci.image.manifest.v1+json");
        JsonNode manifest = JSON.readTree(image.manifest());
        assertThat(manifest.path("schemaVersion").asInt()).isEqualTo(2);
        assertThat(manifest.at("/config/mediaType").asText()).isEqualTo("application/vnd.oci.image.config.v1+json");
        assertThat(image.layers()).allSatisfy(
                layer -> assertThat(layer.mediaType()).isEqualTo("application/vnd.oci.image.layer.v1.tar+gzip"));
        assertThat(image.blobs()).allSatisfy(blob -> {
            byte[] bytes = Files.readAllBytes(blob.content());
            assertThat(ContentDigest.of(bytes)).isEqualTo(new ContentDigest(blob.digest(), blob.size()));
        });
        assertThat(image.size())
                .isEqualTo(image.manifest().length + image.blobs().stream().mapToLong(Blob::size).sum());
    }

    @Test
    void the_configuration_names_the_layers_uncompressed_and_what_to_run() throws Exception {
        OciImage image = build(zip("function", JVM_BUILD), "1.0");

        JsonNode configuration = JSON.readTree(image.config().content().toFile());
        List<String> uncompressed = new ArrayList<>();
        for (Blob layer : image.layers()) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(layer.content()))) {
                uncompressed.add(ContentDigest.of(in).digest());
            }
        }
        assertThat(configuration.at("/rootfs/diff_ids")).extracting(JsonNode::asText).isEqualTo(uncompressed);
        assertThat(configuration.at("/config/Entrypoint/0").asText()).isEqualTo("/lambda-entrypoint.sh");
    }

    @Test
    void a_native_build_runs_its_own_program() throws Exception {
        OciImage image = build(zip("native", Map.of("bootstrap", "program")), "1.0");

        assertThat(image.layers()).hasSize(2);
        JsonNode configuration = JSON.readTree(image.config().content().toFile());
        assertThat(configuration.at("/config/Entrypoint/0").asText()).isEqualTo("/var/task/bootstrap");
    }

    @Test
    void the_same_input_gives_the_same_image() throws Exception {
        OciImage image = build(zip("one", JVM_BUILD), "1.0");
        OciImage again = build(zip("two", JVM_BUILD), "1.0");

        assertThat(again.digest()).isEqualTo(image.digest());
    }

    @Test
    void another_release_changes_one_layer() throws Exception {
        Path function = zip("function", JVM_BUILD);
        OciImage first = build(function, "1.0");
        OciImage second = build(function, "1.1");

        assertThat(second.digest()).isNotEqualTo(first.digest());
        assertThat(second.layers()).extracting(Blob::digest).startsWith(
                first.layers().get(0).digest(), first.layers().get(1).digest());
        assertThat(second.layers().get(2).digest()).isNotEqualTo(first.layers().get(2).digest());
    }

    private OciImage build(Path function, String release) throws IOException, InterruptedException {
        return FerryImage.build(function, release, Files.createTempDirectory(folder, "image"));
    }

    private Path zip(String name, Map<String, String> files) throws IOException {
        Path zip = folder.resolve(name + ".zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                entries.putNextEntry(new ZipEntry(file.getKey()));
                entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                entries.closeEntry();
            }
        }
        return zip;
    }

    private static List<String> names(Blob layer) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream gzip = new GZIPInputStream(Files.newInputStream(layer.content()));
                TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
