package dev.ferry.api;

import dev.ferry.registry.Repository;
import java.util.List;

/** Finds out whether a caller may have what it asks for. */
@FunctionalInterface
public interface Authorization {

    /**
     * Lets a request pass.
     *
     * @return the repositories that it names and that there are
     * @throws dev.ferry.registry.EcrException AccessDeniedException if the caller isn't allowed it
     */
    List<Repository> require(OperationModel operation, OperationRequest request);
}
