package dev.ferry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Set;

/** Reads the descriptors of a manifest (OCI image specification, "Content Descriptors"; Docker schema 2). */
final class DescriptorReader {
    private static final Set<String> MEMBERS =
            Set.of("mediaType", "digest", "size", "urls", "annotations", "data", "artifactType", "platform");

    private DescriptorReader() {}

    /**
     * @param path where the descriptor stands, for messages
     * @throws InvalidManifestException if a member is missing or wrong, or {@code data} is not what digest and size say
     */
    static Descriptor read(String path, JsonNode json) {
        ManifestObject object = new ManifestObject(path, json, MEMBERS);
        Descriptor descriptor;
        try {
            descriptor = new Descriptor(
                    object.requiredText("mediaType"), object.requiredDigest("digest"), object.requiredInteger("size"));
        } catch (InvalidValueException invalid) {
            throw new InvalidManifestException(path + ": " + invalid.getMessage());
        }
        object.elements("urls").forEach(url -> ManifestObject.text(object.at("urls"), url));
        object.mediaType("artifactType");
        object.textByKey("annotations");
        object.text("data").ifPresent(data -> check(descriptor, object.at("data"), data));
        return descriptor;
    }

    /** Whether the manifest tells of other places to get the content from; of a descriptor that was read. */
    static boolean hasUrls(JsonNode json) {
        return !json.path("urls").isEmpty();
    }

    private static void check(Descriptor descriptor, String path, String data) {
        byte[] content;
        try {
            content = Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidManifestException(path + " must be Base64");
        }
        if (content.length != descriptor.size()
                || !descriptor.digest().algorithm().of(content).equals(descriptor.digest())) {
            throw new InvalidManifestException(path + " must be the content that the digest and size beside it name");
        }
    }
}
