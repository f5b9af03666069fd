package dev.ferry.registry;

/** A push would change nothing: the image is there, with the tag if one was given. */
public final class ImageAlreadyExistsException extends EcrException {
    public ImageAlreadyExistsException(String message) {
        super(ErrorCode.IMAGE_ALREADY_EXISTS, message);
    }
}
