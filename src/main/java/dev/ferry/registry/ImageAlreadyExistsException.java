package dev.ferry.registry;

import java.util.Optional;

/** A push would change nothing: the image is there, with the tag if one was given. */
public final class ImageAlreadyExistsException extends EcrException {
    private final transient Optional<EcrException> ofTag;

    /** @param ofTag what is to be said of the tag alone, where it is immutable, to whom a repeated push is a success */
    public ImageAlreadyExistsException(String message, Optional<EcrException> ofTag) {
        super(ErrorCode.IMAGE_ALREADY_EXISTS, message);
        this.ofTag = ofTag;
    }

    public Optional<EcrException> ofTag() {
        return ofTag;
    }
}
