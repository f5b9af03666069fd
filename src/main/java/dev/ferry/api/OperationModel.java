package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.ErrorCode;
import java.util.Set;

/**
 * What ECR's model says of an operation.
 *
 * @param errors the {@code __type} of every error that is the operation's own
 */
record OperationModel(String name, StructureShape input, Set<String> errors) {

    /**
     * The input in a request's body, checked against every constraint of the model.
     *
     * @throws dev.ferry.registry.EcrException for the first member, in the model's order, that is wrong
     */
    Input read(JsonNode body) {
        return new Input(input.read(body, ""), "");
    }

    boolean hasError(ErrorCode code) {
        return errors.contains(code.type());
    }
}
