package dev.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One operation of the ECR API: it takes what it needs from the input, calls one service of the domain and renders the
 * answer. Each is a bean of its own, which {@link EcrOperations} finds by its name.
 */
public interface EcrOperation {

    /** As ECR's model calls it: {@code CreateRepository}. */
    String name();

    /**
     * Does it.
     *
     * @return the output's members
     * @throws dev.ferry.registry.EcrException what ECR would answer instead
     */
    ObjectNode execute(OperationRequest request);
}
