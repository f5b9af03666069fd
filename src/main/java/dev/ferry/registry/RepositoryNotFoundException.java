package dev.ferry.registry;

/** The registry has no repository of the name. */
public final class RepositoryNotFoundException extends EcrException {
    public RepositoryNotFoundException(String message) {
        super(ErrorCode.REPOSITORY_NOT_FOUND, message);
    }
}
