package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.OperationRequest;

/** The text of a policy, written as the operations on policies answer. */
final class PolicyJson {
    private PolicyJson() {}

    static ObjectNode ofRegistry(OperationRequest request, String text) {
        return EcrJson.object().put("registryId", request.registry().account().value()).put("policyText", text);
    }

    static ObjectNode ofRepository(OperationRequest request, String text) {
        return EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", request.input().repositoryName().value())
                .put("policyText", text);
    }
}
