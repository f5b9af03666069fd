package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.lifecycle.StoredLifecyclePolicy;
import java.time.Instant;

/** The text of a lifecycle policy, written as the operations on them answer. */
final class LifecyclePolicyJson {
    private LifecyclePolicyJson() {}

    static ObjectNode of(OperationRequest request, String text) {
        return EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", request.input().repositoryName().value())
                .put("lifecyclePolicyText", text);
    }

    /** With the time of its last evaluation, which ECR tells as 1970 if there was none. */
    static ObjectNode of(OperationRequest request, StoredLifecyclePolicy policy) {
        ObjectNode json = of(request, policy.text());
        json.set("lastEvaluatedAt", EcrJson.timestamp(policy.evaluatedAt().orElse(Instant.EPOCH)));
        return json;
    }
}
