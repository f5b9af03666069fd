package dev.ferry.api;

/** Finds out whether a caller may have what it asks for. */
@FunctionalInterface
public interface Authorization {

    /**
     * Lets a request pass.
     *
     * @throws dev.ferry.registry.EcrException AccessDeniedException if the caller isn't allowed it
     */
    void require(OperationModel operation, OperationRequest request);
}
