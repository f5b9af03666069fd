package dev.ferry.service.image;

import dev.ferry.registry.Image;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Manifest.ImageManifest;
import java.util.Optional;

/** A signature, an SBOM or an attestation of another image. */
public record Referrer(Image image, Manifest manifest) {

    /** An image that names no type of its own is of the type of its configuration, be that an ordinary one. */
    public Optional<String> artifactType() {
        return manifest.artifactType().or(() -> manifest instanceof ImageManifest image
                ? Optional.of(image.configuration().mediaType())
                : Optional.empty());
    }
}
