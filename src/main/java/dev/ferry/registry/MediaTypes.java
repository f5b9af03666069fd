package dev.ferry.registry;

import java.util.Set;
import java.util.regex.Pattern;

/** The media types that manifests carry (OCI image specification; Docker image manifest v2, schemas 1 and 2). */
public final class MediaTypes {
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String OCI_EMPTY = "application/vnd.oci.empty.v1+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_MANIFEST_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    public static final String DOCKER_SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+json";
    public static final String DOCKER_SCHEMA1_SIGNED = "application/vnd.docker.distribution.manifest.v1+prettyjws";

    static final Set<String> IMAGES = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
    static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_MANIFEST_LIST);
    static final Set<String> SCHEMA1 = Set.of(DOCKER_SCHEMA1, DOCKER_SCHEMA1_SIGNED);
    static final Set<String> IMAGE_CONFIGS = Set.of(OCI_CONFIG, DOCKER_CONFIG);

    private static final String DOCKER_FOREIGN = "application/vnd.docker.image.rootfs.foreign.";
    private static final String OCI_NON_DISTRIBUTABLE = "application/vnd.oci.image.layer.nondistributable.v1.";

    private static final Pattern WELL_FORMED =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

    private MediaTypes() {}

    /** Whether it has the form of a media type, without parameters (RFC 6838, section 4.2). */
    static boolean isWellFormed(String mediaType) {
        return WELL_FORMED.matcher(mediaType).matches();
    }

    /** Whether a layer of this type may be kept elsewhere (Docker's foreign, OCI's non-distributable layers). */
    static boolean isForeignLayer(String mediaType) {
        return mediaType.startsWith(DOCKER_FOREIGN) || mediaType.startsWith(OCI_NON_DISTRIBUTABLE);
    }

    /** Whether a manifest of this type lists others. */
    public static boolean isIndex(String mediaType) {
        return INDEXES.contains(mediaType);
    }
}
