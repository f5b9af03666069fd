package dev.ferry.api;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operations that Ferry has, by name, each with what ECR's model says of it. */
@ApplicationScoped
public class EcrOperations {

    /** An operation together with its model. */
    record Modelled(OperationModel model, EcrOperation operation) {}

    private final EcrModel model;
    private final Map<String, EcrOperation> operations = new HashMap<>();

    @Inject
    public EcrOperations(EcrModel model, @All List<EcrOperation> operations) {
        this.model = model;
        operations.forEach(this::add);
    }

    private void add(EcrOperation operation) {
        String name = operation.name();
        if (model.operation(name).isEmpty()) {
            throw new IllegalStateException(name + " is no operation of Amazon ECR");
        }
        if (operations.put(name, operation) != null) {
            throw new IllegalStateException(name + " is there twice");
        }
    }

    /**
     * The operation of this name.
     *
     * @throws EcrException UnknownOperationException if ECR has no such operation, and also if Ferry hasn't: no
     *     parameter is at fault, trying again is of no use, and the SDKs do not try this error again. The message tells
     *     the two apart.
     */
    Modelled named(String name) {
        OperationModel known = model.operation(name).orElseThrow(() ->
                unknown("'" + name + "' is not an operation of Amazon ECR"));
        EcrOperation operation = operations.get(name);
        if (operation == null) {
            throw unknown(name + " is an operation of Amazon ECR that Ferry does not have yet");
        }
        return new Modelled(known, operation);
    }

    private static EcrException unknown(String message) {
        return new EcrException(ErrorCode.UNKNOWN_OPERATION, message);
    }
}
