package dev.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/** An operation of the tests: a name of the model with an answer. */
record Answering(String name, Function<OperationRequest, ObjectNode> answer) implements EcrOperation {

    @Override
    public ObjectNode execute(OperationRequest request) {
        return answer.apply(request);
    }
}
