package dev.ferry.registry;

import java.util.List;
import java.util.Optional;

/**
 * A manifest, as it was pushed: its exact bytes, the digest over them, and what they reference. ECR calls it an image,
 * whether it describes one or lists several. Made by {@link ManifestReader#read}.
 */
public sealed interface Manifest {

    /** The exact bytes, of which {@link #digest} is the hash. Not to be changed. */
    byte[] bytes();

    Digest digest();

    String mediaType();

    /** What kind of artifact this is, where it says so (OCI image specification, {@code artifactType}). */
    Optional<String> artifactType();

    /** The image that this one is about: what it signs, describes or attests (OCI {@code subject}). */
    Optional<Descriptor> subject();

    /** The layers that have to be in the repository before the manifest; the configuration counts as one. */
    List<Descriptor> layers();

    /** The images that have to be in the repository before the manifest. */
    List<Descriptor> children();

    /** What ECR's DescribeImages gives as {@code imageSizeInBytes}: of a list, its largest image as it describes it. */
    long sizeInBytes();

    /**
     * One image: a configuration and layers (OCI image manifest, Docker schema 2).
     *
     * @param layers the configuration first, then the layers from the base up, without those that are kept elsewhere
     *     (Docker's foreign, OCI's non-distributable layers)
     */
    record ImageManifest(
            byte[] bytes,
            Digest digest,
            String mediaType,
            Optional<String> artifactType,
            Optional<Descriptor> subject,
            List<Descriptor> layers)
            implements Manifest {

        public ImageManifest {
            layers = List.copyOf(layers);
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
            List<Descriptor> children)
            implements Manifest {

        public IndexManifest {
            children = List.copyOf(children);
        }

        @Override
        public List<Descriptor> layers() {
            return List.of();
        }

        @Override
        public long sizeInBytes() {
            return children.stream().mapToLong(Descriptor::size).max().orElse(0);
        }
    }
}
