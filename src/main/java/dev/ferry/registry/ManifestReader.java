package dev.ferry.registry;

import static dev.ferry.registry.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.Manifest.ImageManifest;
import dev.ferry.registry.Manifest.IndexManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the manifests that the registry takes: OCI image manifests and indexes, Docker schema 2 and manifest lists.
 * Docker schema 1 is refused: its digest is not the hash of its bytes, and its layers have no sizes.
 *
 * <p>What is accepted means one thing only to everyone who pulls it: its type is not in doubt, its body has the shape
 * of that type, and no member is there twice. What only OCI defines ({@code artifactType}, {@code subject},
 * {@code annotations}) is read of OCI's types only.
 */
public final class ManifestReader {
    private static final Set<String> MEMBERS = Set.of("schemaVersion", "mediaType", "artifactType", "config", "layers",
            "manifests", "subject", "annotations", "fsLayers");
    private static final Set<String> ONLY_IMAGES_HAVE = Set.of("config", "layers", "fsLayers");
    private static final Set<String> ONLY_INDEXES_HAVE = Set.of("manifests", "fsLayers");
    private static final Set<String> OCI = Set.of(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_INDEX);

    private final ManifestObject json;
    private final byte[] bytes;
    private final String mediaType;
    private final Digest digest;

    private ManifestReader(ManifestObject json, byte[] bytes, String mediaType, Digest digest) {
        this.json = json;
        this.bytes = bytes;
        this.mediaType = mediaType;
        this.digest = digest;
    }

    /**
     * Reads one manifest.
     *
     * @param bytes             exactly as pushed; the manifest keeps them, and its digest is their SHA-256
     * @param declaredMediaType what the request says it is, without parameters; has to agree with the manifest's own
     *     {@code mediaType} where there is one, and is needed where there is none
     * @throws InvalidManifestException if the registry cannot hold it
     */
    public static Manifest read(byte[] bytes, Optional<String> declaredMediaType) {
        return read(bytes, declaredMediaType, Digest.Algorithm.SHA256);
    }

    /**
     * Reads one manifest that is called by its digest of this algorithm.
     *
     * @throws InvalidManifestException as {@link #read(byte[], Optional)}
     */
    public static Manifest read(byte[] bytes, Optional<String> declaredMediaType, Digest.Algorithm algorithm) {
        ManifestObject json = new ManifestObject("", ManifestJson.parse(bytes), MEMBERS);
        String mediaType = mediaType(json, declaredMediaType);
        ManifestReader reader = new ManifestReader(json, bytes, mediaType, algorithm.of(bytes));
        try {
            return MediaTypes.IMAGES.contains(mediaType) ? reader.image() : reader.index();
        } catch (InvalidValueException invalid) {
            throw new InvalidManifestException(invalid.getMessage());
        }
    }

    private static String mediaType(ManifestObject json, Optional<String> declared) {
        Optional<String> own = json.text("mediaType");
        if (own.isPresent() && declared.isPresent() && !own.equals(declared)) {
            throw new InvalidManifestException("the image manifest has the mediaType " + quoted(own.get())
                    + " but was declared to be " + quoted(declared.get()));
        }
        Optional<String> mediaType = own.or(() -> declared);
        boolean schema1 = json.member("schemaVersion")
                .filter(version -> version.isInt() && version.intValue() == 1)
                .isPresent();
        if (schema1 || mediaType.filter(MediaTypes.SCHEMA1::contains).isPresent()) {
            throw new InvalidManifestException("Docker image manifests of schema 1 are not supported: "
                    + "push the image again as schema 2 or OCI, which every current client makes");
        }
        String known = mediaType.orElseThrow(() -> new InvalidManifestException(
                "image manifest mediatype not provided in manifest or parameter"));
        if (!MediaTypes.IMAGES.contains(known) && !MediaTypes.INDEXES.contains(known)) {
            throw new InvalidManifestException("the mediaType " + quoted(known) + " is not supported: it must be "
                    + MediaTypes.OCI_MANIFEST + ", " + MediaTypes.OCI_INDEX + ", " + MediaTypes.DOCKER_MANIFEST + " or "
                    + MediaTypes.DOCKER_MANIFEST_LIST);
        }
        if (json.requiredInteger("schemaVersion") != 2) {
            throw new InvalidManifestException("schemaVersion must be 2");
        }
        return known;
    }

    private ImageManifest image() {
        refuse(ONLY_INDEXES_HAVE);
        List<Descriptor> layers = new ArrayList<>();
        List<Descriptor> foreignLayers = new ArrayList<>();
        layers.add(DescriptorReader.read("config", json.required("config")));
        List<JsonNode> elements = json.requiredElements("layers");
        for (int i = 0; i < elements.size(); i++) {
            Descriptor layer = DescriptorReader.read("layers[" + i + "]", elements.get(i));
            // Without a URL nobody else has it, whatever its type says.
            boolean foreign = MediaTypes.isForeignLayer(layer.mediaType()) && DescriptorReader.hasUrls(elements.get(i));
            (foreign ? foreignLayers : layers).add(layer);
        }
        refuseTwoSizes(Stream.concat(layers.stream(), foreignLayers.stream()));
        Optional<String> ofConfiguration =
                Optional.of(layers.get(0).mediaType()).filter(type -> !MediaTypes.IMAGE_CONFIGS.contains(type));
        return new ImageManifest(bytes, digest, mediaType, artifactType().or(() -> ofConfiguration),
                subject(), annotations(), layers, foreignLayers);
    }

    private IndexManifest index() {
        refuse(ONLY_IMAGES_HAVE);
        List<Descriptor> children = new ArrayList<>();
        List<JsonNode> elements = json.requiredElements("manifests");
        for (int i = 0; i < elements.size(); i++) {
            children.add(DescriptorReader.read("manifests[" + i + "]", elements.get(i)));
        }
        refuseTwoSizes(children.stream());
        return new IndexManifest(
                bytes, digest, mediaType, artifactType(), subject(), annotations(), children);
    }

    /** A body with the members of two types could be taken for either (OCI advisory GHSA-77vh-xpmg-72qh). */
    private void refuse(Set<String> membersOfOthers) {
        membersOfOthers.stream().filter(json::mentions).sorted().findFirst().ifPresent(member -> {
            throw new InvalidManifestException("an image manifest of type " + mediaType + " must not have " + member);
        });
    }

    /** A digest names one content, so that whoever needs it once may take any of its descriptors. */
    private static void refuseTwoSizes(Stream<Descriptor> descriptors) {
        Map<Digest, Long> sizes = new HashMap<>();
        descriptors.forEach(descriptor -> {
            Long size = sizes.putIfAbsent(descriptor.digest(), descriptor.size());
            if (size != null && size != descriptor.size()) {
                throw new InvalidManifestException(
                        "the digest " + descriptor.digest() + " must not be given with two sizes");
            }
        });
    }

    private Optional<String> artifactType() {
        return OCI.contains(mediaType) ? json.mediaType("artifactType") : Optional.empty();
    }

    private Optional<Descriptor> subject() {
        return OCI.contains(mediaType)
                ? json.member("subject").map(subject -> DescriptorReader.read("subject", subject))
                : Optional.empty();
    }

    private Map<String, String> annotations() {
        return OCI.contains(mediaType) ? json.textByKey("annotations") : Map.of();
    }
}
