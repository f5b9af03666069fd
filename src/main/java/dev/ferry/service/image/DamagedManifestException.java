package dev.ferry.service.image;

/** A registry holds other bytes as a manifest than those that were pushed. */
public final class DamagedManifestException extends RuntimeException {
    DamagedManifestException(String message) {
        super(message);
    }
}
