package dev.ferry.cli;

import dev.ferry.registry.Digest;
import dev.ferry.registry.MediaTypes;

/** An image that is a configuration and nothing else, tagged by what it is called. */
record TrainingImage(String tag) {

    String configuration() {
        return "{\"author\": \"%s\"}".formatted(tag);
    }

    Digest configurationDigest() {
        return Digest.sha256(configuration());
    }

    String manifest() {
        return """
                {"schemaVersion": 2, "mediaType": "%s", "layers": [],
                 "config": {"mediaType": "%s", "digest": "%s", "size": %d}}
                """.formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, configurationDigest(), configuration().length());
    }
}
