package dev.ferry.registry;

import static dev.ferry.registry.ManifestTexts.descriptor;
import static dev.ferry.registry.ManifestTexts.image;
import static dev.ferry.registry.ManifestTexts.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ferry.registry.Manifest.ImageManifest;
import dev.ferry.registry.Manifest.IndexManifest;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the registry takes from a manifest that it accepts. */
class ManifestReaderTest {
    private static final String CONFIG = descriptor(MediaTypes.OCI_CONFIG, "config");
    private static final String LAYER = descriptor("application/vnd.oci.image.layer.v1.tar+gzip", "layer");

    @Test
    void read_gives_an_oci_images_configuration_and_layers_in_order() {
        TestImage pushed = Images.image().layers(3).layerSize(100).build();

        Manifest manifest = pushed.read();

        assertThat(manifest).isInstanceOf(ImageManifest.class);
        assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(manifest.layers())
                .extracting(Descriptor::digest)
                .containsExactlyElementsOf(pushed.blobs().stream().map(TestImage.Blob::digest).toList());
        assertThat(((ImageManifest) manifest).configuration().mediaType()).isEqualTo(MediaTypes.OCI_CONFIG);
        assertThat(manifest.sizeInBytes()).isEqualTo(300 + pushed.config().bytes().length);
        assertThat(manifest.children()).isEmpty();
        assertThat(manifest.artifactType()).isEmpty();
        assertThat(manifest.subject()).isEmpty();
        assertThat(manifest.annotations()).isEmpty();
    }

    @Test
    void read_gives_a_docker_images_configuration_and_layers() {
        TestImage pushed = Images.image().docker().layers(2).build();

        Manifest manifest = pushed.read();

        assertThat(manifest.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
        assertThat(manifest.layers()).hasSize(3);
        assertThat(manifest.artifactType()).isEmpty();
    }

    @Test
    void read_gives_the_children_of_an_index_and_of_a_manifest_list() {
        TestImage one = Images.image().seed(1).build();
        TestImage two = Images.image().seed(2).build();

        for (TestImage pushed : List.of(Images.index(one, two).build(), Images.index(one, two).docker().build())) {
            Manifest manifest = pushed.read();

            assertThat(manifest).isInstanceOf(IndexManifest.class);
            assertThat(manifest.mediaType()).isEqualTo(pushed.mediaType());
            assertThat(manifest.children())
                    .extracting(Descriptor::digest)
                    .containsExactly(one.digest(), two.digest());
            assertThat(manifest.layers()).isEmpty();
            assertThat(manifest.sizeInBytes()).isEqualTo(Math.max(one.manifest().length, two.manifest().length));
        }
    }

    @Test
    void read_accepts_an_index_of_nothing() {
        assertThat(read(index()).children()).isEmpty();
        assertThat(read(index()).sizeInBytes()).isZero();
    }

    @Test
    void read_accepts_an_image_without_layers() {
        assertThat(read(image(CONFIG)).layers()).hasSize(1);
    }

    @Test
    void read_keeps_the_exact_bytes_and_hashes_them() {
        byte[] spaced = (" \n" + ManifestTexts.json(image(CONFIG, LAYER)) + "\r\n\t ").getBytes(StandardCharsets.UTF_8);

        Manifest manifest = ManifestReader.read(spaced, Optional.empty());

        assertThat(manifest.bytes()).isEqualTo(spaced);
        assertThat(manifest.digest()).isEqualTo(Digest.sha256(spaced));
        assertThat(manifest.digest()).isNotEqualTo(read(image(CONFIG, LAYER)).digest());
    }

    @Test
    void read_takes_the_declared_media_type_when_the_manifest_has_none() {
        String untyped = "{'schemaVersion':2,'config':" + CONFIG + ",'layers':[]}";

        assertThat(ManifestTexts.read(untyped, Optional.of(MediaTypes.OCI_MANIFEST)).mediaType())
                .isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(ManifestTexts.read(untyped, Optional.of(MediaTypes.DOCKER_MANIFEST)).mediaType())
                .isEqualTo(MediaTypes.DOCKER_MANIFEST);
    }

    @Test
    void read_keeps_a_layer_that_stands_twice_in_both_places() {
        Manifest manifest = read(image(CONFIG, LAYER, LAYER));

        assertThat(manifest.layers()).hasSize(3);
        assertThat(manifest.layers().get(1)).isEqualTo(manifest.layers().get(2));
    }

    @Test
    void read_sets_layers_apart_that_the_manifest_says_are_elsewhere() {
        String urls = ",'urls':['https://layers.example.com/base']";
        String windows = descriptor("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "windows", urls);
        String licensed = descriptor("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", "licensed", urls);

        ImageManifest manifest = (ImageManifest) read(image(CONFIG, windows, licensed, LAYER));

        assertThat(manifest.layers()).hasSize(2);
        assertThat(manifest.foreignLayers())
                .extracting(Descriptor::digest)
                .containsExactly(Digest.sha256("windows"), Digest.sha256("licensed"));
    }

    @Test
    void read_requires_a_foreign_layer_that_has_no_url() {
        String type = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
        for (String urls : List.of("", ",'urls':[]", ",'urls':null")) {
            ImageManifest manifest = (ImageManifest) read(image(CONFIG, descriptor(type, "windows", urls)));

            assertThat(manifest.layers()).extracting(Descriptor::digest).contains(Digest.sha256("windows"));
            assertThat(manifest.foreignLayers()).isEmpty();
        }
    }

    @Test
    void read_requires_an_ordinary_layer_that_has_a_url() {
        String mirrored = descriptor(
                "application/vnd.oci.image.layer.v1.tar+gzip", "mirrored", ",'urls':['https://layers.example.com/a']");

        assertThat(read(image(CONFIG, mirrored)).layers()).hasSize(2);
    }

    @Test
    void read_gives_an_artifacts_type_subject_and_annotations() {
        TestImage subject = Images.image().build();
        TestImage artifact = Images.artifact(subject)
                .type("application/vnd.example.sbom.v1")
                .annotation("org.example.note", "wörds ☃")
                .build();

        Manifest manifest = artifact.read();

        assertThat(manifest.artifactType()).contains("application/vnd.example.sbom.v1");
        assertThat(manifest.subject())
                .contains(new Descriptor(subject.mediaType(), subject.digest(), subject.manifest().length));
        assertThat(manifest.annotations()).containsExactly(entry("org.example.note", "wörds ☃"));
        assertThat(manifest.layers()).hasSize(2);
        assertThat(manifest.layers().get(0).mediaType()).isEqualTo(MediaTypes.OCI_EMPTY);
    }

    @Test
    void read_takes_an_unusual_configurations_media_type_for_the_artifact_type() {
        String chart = "application/vnd.cncf.helm.config.v1+json";

        assertThat(read(image(descriptor(chart, "chart"))).artifactType()).contains(chart);
        assertThat(read(image(descriptor(MediaTypes.DOCKER_CONFIG, "docker"))).artifactType()).isEmpty();
    }

    @Test
    void read_prefers_an_artifacts_own_type_to_that_of_its_configuration() {
        String typed = image(descriptor("application/vnd.cncf.helm.config.v1+json", "chart"))
                .replace("'schemaVersion'", "'artifactType':'application/vnd.example.own','schemaVersion'");

        assertThat(read(typed).artifactType()).contains("application/vnd.example.own");
    }

    @Test
    void read_gives_an_indexs_annotations_and_subject() {
        String subject = descriptor(MediaTypes.OCI_MANIFEST, "subject");
        Manifest manifest = read(index().replace("'schemaVersion'",
                "'artifactType':'application/vnd.example.set','annotations':{'a':'b'},'subject':" + subject
                        + ",'schemaVersion'"));

        assertThat(manifest.annotations()).containsExactly(entry("a", "b"));
        assertThat(manifest.artifactType()).contains("application/vnd.example.set");
        assertThat(manifest.subject()).map(Descriptor::digest).contains(Digest.sha256("subject"));
    }

    @Test
    void read_ignores_in_docker_manifests_what_only_oci_defines() {
        Manifest manifest = read(("{'schemaVersion':2,'mediaType':'%s','config':%s,'layers':[],"
                + "'artifactType':7,'subject':[],'annotations':{'a':1}}")
                .formatted(MediaTypes.DOCKER_MANIFEST, descriptor(MediaTypes.DOCKER_CONFIG, "docker")));

        assertThat(manifest.artifactType()).isEmpty();
        assertThat(manifest.subject()).isEmpty();
        assertThat(manifest.annotations()).isEmpty();
    }

    @Test
    void read_keeps_annotations_in_their_order() {
        String[] keys = IntStream.range(0, 50).mapToObj(i -> "key-" + i * 37 % 50).toArray(String[]::new);
        String annotations = Arrays.stream(keys).map(key -> "'" + key + "':''").collect(Collectors.joining(","));

        assertThat(read(index().replace("'schemaVersion'", "'annotations':{" + annotations + "},'schemaVersion'"))
                        .annotations()
                        .keySet())
                .containsExactly(keys);
    }

    @Test
    void read_takes_null_for_absent_where_a_member_is_optional() {
        Manifest manifest = read(image(CONFIG).replace(
                "'schemaVersion'", "'subject':null,'annotations':null,'artifactType':null,'schemaVersion'"));

        assertThat(manifest.subject()).isEmpty();
        assertThat(manifest.annotations()).isEmpty();
        assertThat(manifest.artifactType()).isEmpty();
    }

    @Test
    void read_ignores_members_that_nobody_defined() {
        assertThat(read(image(CONFIG).replace("'schemaVersion'", "'x-vendor':[{'deep':[1.5,null]}],'schemaVersion'"))
                        .layers())
                .hasSize(1);
    }

    @Test
    void read_accepts_content_embedded_in_its_descriptor() {
        String embedded = descriptor(MediaTypes.OCI_EMPTY, "{}", ",'data':'e30='");

        assertThat(read(image(embedded)).layers())
                .containsExactly(new Descriptor(MediaTypes.OCI_EMPTY, Digest.sha256("{}"), 2));
    }

    @Test
    void read_accepts_as_many_layers_and_children_as_there_may_be() {
        String layers = String.join(",", Collections.nCopies(Manifest.MAX_LAYERS, LAYER));
        String[] children = IntStream.range(0, Manifest.MAX_CHILDREN)
                .mapToObj(i -> descriptor(MediaTypes.OCI_MANIFEST, "child " + i))
                .toArray(String[]::new);

        assertThat(read(image(CONFIG, layers)).layers()).hasSize(1 + Manifest.MAX_LAYERS);
        assertThat(read(index(children)).children()).hasSize(Manifest.MAX_CHILDREN);
    }

    @Test
    void read_accepts_forty_annotations_on_every_one_of_the_most_layers() {
        String annotations = IntStream.range(0, 40)
                .mapToObj(i -> "'org.example." + i + "':'value'")
                .collect(Collectors.joining(",", ",'annotations':{", "}"));
        String layer = descriptor("application/vnd.example.file", "file", annotations);

        assertThat(read(image(CONFIG, String.join(",", Collections.nCopies(Manifest.MAX_LAYERS, layer)))).layers())
                .hasSize(1 + Manifest.MAX_LAYERS);
    }

    @Test
    void read_accepts_a_manifest_of_the_largest_size() {
        String text = ManifestTexts.json(image(CONFIG));
        byte[] largest = (text + " ".repeat(Manifest.MAX_BYTES - text.length())).getBytes(StandardCharsets.UTF_8);

        assertThat(ManifestReader.read(largest, Optional.empty()).bytes()).hasSize(Manifest.MAX_BYTES);
    }

    @Test
    void size_in_bytes_cannot_overflow() {
        String huge = "{'mediaType':'a/b','digest':'" + Digest.sha256("x") + "','size':" + Descriptor.MAX_SIZE + "}";
        String layers = String.join(",", Collections.nCopies(Manifest.MAX_LAYERS, huge));

        assertThat(read(image(huge, layers)).sizeInBytes()).isEqualTo(1001 * Descriptor.MAX_SIZE).isPositive();
    }

    private static Manifest read(String text) {
        return ManifestTexts.read(text, Optional.empty());
    }
}
