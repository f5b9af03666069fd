package dev.ferry.registry;

import java.util.Map;

/** A part does not follow what the upload has received so far. */
public final class InvalidLayerPartException extends EcrException {
    /** @param members among them {@code lastValidByteReceived}, from which the client can go on */
    public InvalidLayerPartException(String message, Map<String, Object> members) {
        super(ErrorCode.INVALID_LAYER_PART, message, members);
    }
}
