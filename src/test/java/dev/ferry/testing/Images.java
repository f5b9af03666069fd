package dev.ferry.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.Digest;
import dev.ferry.registry.MediaTypes;
import dev.ferry.testing.TestImage.Blob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes images for tests, the same ones from the same seed. Layers are random bytes rather than archives, so that they
 * have exactly the size that a test asks for; a registry never looks inside.
 */
public final class Images {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private Images() {}

    /** An OCI image of one layer of 1 KiB for linux/amd64, unless said otherwise. */
    public static ImageBuilder image() {
        return new ImageBuilder();
    }

    /** An OCI index of these images, unless said otherwise. */
    public static IndexBuilder index(TestImage... children) {
        return new IndexBuilder(List.of(children));
    }

    /** An OCI artifact about that image, of one blob of 64 bytes, unless said otherwise. */
    public static ArtifactBuilder artifact(TestImage subject) {
        return new ArtifactBuilder(subject);
    }

    /** Builds an image. */
    public static final class ImageBuilder {
        private boolean docker;
        private int layers = 1;
        private int layerSize = 1024;
        private long seed = 1;
        private String architecture = "amd64";
        private final Map<String, String> annotations = new TreeMap<>();

        private ImageBuilder() {}

        /** Docker schema 2 instead of OCI. */
        public ImageBuilder docker() {
            docker = true;
            return this;
        }

        public ImageBuilder layers(int number) {
            layers = number;
            return this;
        }

        /** The exact size of each layer, in bytes. */
        public ImageBuilder layerSize(int bytes) {
            layerSize = bytes;
            return this;
        }

        /** Another seed gives other layers, hence another image. */
        public ImageBuilder seed(long value) {
            seed = value;
            return this;
        }

        public ImageBuilder architecture(String name) {
            architecture = name;
            return this;
        }

        /** Another annotation gives another image of the same layers. */
        public ImageBuilder annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public TestImage build() {
            Random random = new Random(seed);
            List<Blob> blobs = new ArrayList<>();
            for (int i = 0; i < layers; i++) {
                blobs.add(new Blob(docker ? DOCKER_LAYER : OCI_LAYER, bytes(random, layerSize)));
            }
            blobs.add(0, new Blob(docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG, configuration(blobs)));
            String mediaType = docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST;
            ObjectNode manifest = manifest(mediaType, blobs);
            annotate(manifest, annotations);
            return new TestImage(mediaType, json(manifest), List.copyOf(blobs), List.of());
        }

        private byte[] configuration(List<Blob> layers) {
            ObjectNode configuration = MAPPER.createObjectNode();
            configuration.put("architecture", architecture).put("os", "linux");
            ObjectNode rootfs = configuration.putObject("rootfs").put("type", "layers");
            ArrayNode diffIds = rootfs.putArray("diff_ids");
            layers.forEach(layer -> diffIds.add(layer.digest().toString()));
            return json(configuration);
        }
    }

    /** Builds an index. */
    public static final class IndexBuilder {
        private final List<TestImage> children;
        private final Map<String, String> annotations = new TreeMap<>();
        private boolean docker;

        private IndexBuilder(List<TestImage> children) {
            this.children = children;
        }

        /** A Docker manifest list instead of an OCI index. */
        public IndexBuilder docker() {
            docker = true;
            return this;
        }

        public IndexBuilder annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        public TestImage build() {
            String mediaType = docker ? MediaTypes.DOCKER_MANIFEST_LIST : MediaTypes.OCI_INDEX;
            ObjectNode index = MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaType);
            ArrayNode manifests = index.putArray("manifests");
            for (int i = 0; i < children.size(); i++) {
                TestImage child = children.get(i);
                ObjectNode descriptor = describe(child.mediaType(), child.manifest());
                descriptor.putObject("platform").put("architecture", "arch" + i).put("os", "linux");
                manifests.add(descriptor);
            }
            annotate(index, annotations);
            return new TestImage(mediaType, json(index), List.of(), children);
        }
    }

    /** Builds an artifact. */
    public static final class ArtifactBuilder {
        private final TestImage subject;
        private final Map<String, String> annotations = new TreeMap<>();
        private String type = "application/vnd.example.signature.v1";
        private long seed = 1;

        private ArtifactBuilder(TestImage subject) {
            this.subject = subject;
        }

        /** Its {@code artifactType}. */
        public ArtifactBuilder type(String artifactType) {
            type = artifactType;
            return this;
        }

        public ArtifactBuilder annotation(String key, String value) {
            annotations.put(key, value);
            return this;
        }

        /** Another seed gives another blob, hence another artifact. */
        public ArtifactBuilder seed(long value) {
            seed = value;
            return this;
        }

        public TestImage build() {
            Blob empty = new Blob(MediaTypes.OCI_EMPTY, "{}".getBytes(StandardCharsets.UTF_8));
            Blob blob = new Blob("application/vnd.example.blob.v1", bytes(new Random(seed), 64));
            ObjectNode manifest = manifest(MediaTypes.OCI_MANIFEST, List.of(empty, blob)).put("artifactType", type);
            manifest.set("subject", describe(subject.mediaType(), subject.manifest()));
            annotate(manifest, annotations);
            return new TestImage(MediaTypes.OCI_MANIFEST, json(manifest), List.of(empty, blob), List.of());
        }
    }

    private static ObjectNode manifest(String mediaType, List<Blob> blobs) {
        ObjectNode manifest = MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaType);
        manifest.set("config", describe(blobs.get(0).mediaType(), blobs.get(0).bytes()));
        ArrayNode layers = manifest.putArray("layers");
        blobs.stream().skip(1).forEach(layer -> layers.add(describe(layer.mediaType(), layer.bytes())));
        return manifest;
    }

    private static ObjectNode describe(String mediaType, byte[] content) {
        return MAPPER.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", Digest.sha256(content).toString())
                .put("size", content.length);
    }

    private static void annotate(ObjectNode manifest, Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            ObjectNode object = manifest.putObject("annotations");
            annotations.forEach(object::put);
        }
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] json(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree could not be written", impossible);
        }
    }
}
