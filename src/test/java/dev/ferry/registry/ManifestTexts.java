package dev.ferry.registry;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Manifests written by hand, with ' for " so that they can be read, and broken, in a test. */
final class ManifestTexts {
    private ManifestTexts() {}

    /** An OCI image manifest. */
    static String image(String config, String... layers) {
        return "{'schemaVersion':2,'mediaType':'" + MediaTypes.OCI_MANIFEST + "','config':" + config + ",'layers':["
                + String.join(",", layers) + "]}";
    }

    /** An OCI index. */
    static String index(String... manifests) {
        return "{'schemaVersion':2,'mediaType':'" + MediaTypes.OCI_INDEX + "','manifests':["
                + String.join(",", manifests) + "]}";
    }

    /** The descriptor of this content. */
    static String descriptor(String mediaType, String content) {
        return descriptor(mediaType, content, "");
    }

    /** @param more further members, with a comma in front */
    static String descriptor(String mediaType, String content, String more) {
        return "{'mediaType':'" + mediaType + "','digest':'" + Digest.sha256(content) + "','size':"
                + content.getBytes(StandardCharsets.UTF_8).length + more + "}";
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }

    static Manifest read(String text, Optional<String> declaredMediaType) {
        return ManifestReader.read(json(text).getBytes(StandardCharsets.UTF_8), declaredMediaType);
    }
}
