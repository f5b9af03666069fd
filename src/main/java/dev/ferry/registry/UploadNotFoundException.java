package dev.ferry.registry;

/** The repository has no such upload open; it may have been completed before. */
public final class UploadNotFoundException extends EcrException {
    public UploadNotFoundException(String message) {
        super(ErrorCode.UPLOAD_NOT_FOUND, message);
    }
}
