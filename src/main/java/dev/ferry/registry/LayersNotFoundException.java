package dev.ferry.registry;

/** The repository does not have layers that were asked for, or that an image needs. */
public final class LayersNotFoundException extends EcrException {
    public LayersNotFoundException(String message) {
        super(ErrorCode.LAYERS_NOT_FOUND, message);
    }
}
