package dev.ferry.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest, as it was pushed: its exact bytes, the digest over them, and what they reference. ECR calls it an image,
 * whether it describes one or lists several. Made by {@link ManifestReader#read}.
 *
 * <p>One digest may stand in several places (an empty layer often does): the lists keep every place in its order, and
 * a digest has the same size wherever it stands.
 */
public sealed interface Manifest {

    /** The most bytes of a manifest (ECR API, {@code ImageManifest}). */
    int MAX_BYTES = 4_194_304;

    /**
     * The most layers of an image, besides its configuration. A push looks every layer up, and one run of a
     * replication copies them all, so that their number has to have an end; runtimes stop at 127.
     */
    int MAX_LAYERS = 1_000;

    /**
     * The most images that an index lists. Each is marked as listed in the transaction that commits the index, and a
     * DynamoDB transaction has at most 100 items: this leaves room for the image, its tags and the push.
     */
    int MAX_CHILDREN = 80;

    /** The exact bytes, of which {@link #digest} is the hash. Not to be changed. */
    byte[] bytes();

    Digest digest();

    String mediaType();

    /** What kind of artifact this is, where it says so (OCI image specification, {@code artifactType}). */
    Optional<String> artifactType();

    /** The image that this one is about: what it signs, describes or attests (OCI {@code subject}). */
    Optional<Descriptor> subject();

    /** What its author noted on the whole manifest (OCI {@code annotations}), in the author's order. */
    Map<String, String> annotations();

    /** The layers that have to be in the repository before the manifest; the configuration counts as one. */
    List<Descriptor> layers();

    /**
     * The layers that the manifest says can be had from a URL (Docker's foreign, OCI's non-distributable layers). A
     * repository need not have them, but may: some clients push them all the same.
     */
    List<Descriptor> foreignLayers();

    /** The images that have to be in the repository before the manifest. */
    List<Descriptor> children();

    /** What ECR's DescribeImages gives as {@code imageSizeInBytes}: of a list, its largest image as it describes it. */
    long sizeInBytes();

    /**
     * One image: a configuration and layers (OCI image manifest, Docker schema 2).
     *
     * @param artifactType  its own {@code artifactType}, or else its configuration's media type, unless that is one of
     *     an ordinary container image (OCI distribution specification, "Listing Referrers")
     * @param layers        the configuration first, then the layers from the base up, without the foreign ones
     */
    record ImageManifest(
            byte[] bytes,
            Digest digest,
            String mediaType,
            Optional<String> artifactType,
            Optional<Descriptor> subject,
            Map<String, String> annotations,
            List<Descriptor> layers,
            List<Descriptor> foreignLayers)
            implements Manifest {

        public ImageManifest {
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
            layers = List.copyOf(layers);
            foreignLayers = List.copyOf(foreignLayers);
            if (layers.isEmpty()) {
                throw new InvalidValueException("an image manifest has a configuration");
            }
            if (layers.size() - 1 + foreignLayers.size() > MAX_LAYERS) {
                throw new InvalidValueException("an image manifest can have at most " + MAX_LAYERS + " layers");
            }
        }

        /** Whether it has a layer besides its configuration. */
        public boolean hasLayers() {
            return layers.size() > 1 || !foreignLayers.isEmpty();
        }

        /** What the image is configured by; its media type is ECR's {@code artifactMediaType}. */
        public Descriptor configuration() {
            return layers.get(0);
        }

        @Override
        public List<Descriptor> children() {
            return List.of();
        }

        @Override
        public long sizeInBytes() {
            return layers.stream().mapToLong(Descriptor::size).sum();
        }
    }

    /** A list of images, one a platform (OCI image index, Docker manifest list). */
    record IndexManifest(
            byte[] bytes,
            Digest digest,
            String mediaType,
            Optional<String> artifactType,
            Optional<Descriptor> subject,
            Map<String, String> annotations,
            List<Descriptor> children)
            implements Manifest {

        public IndexManifest {
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
            children = List.copyOf(children);
            if (children.size() > MAX_CHILDREN) {
                throw new InvalidValueException("an image index can list at most " + MAX_CHILDREN + " images");
            }
        }

        @Override
        public List<Descriptor> layers() {
            return List.of();
        }

        @Override
        public List<Descriptor> foreignLayers() {
            return List.of();
        }

        @Override
        public long sizeInBytes() {
            return children.stream().mapToLong(Descriptor::size).max().orElse(0);
        }
    }
}
