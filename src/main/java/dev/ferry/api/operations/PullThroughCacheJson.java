package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.PullThroughCacheRule;

/** A pull through cache rule as ECR's operations tell it: what all of them do. */
final class PullThroughCacheJson {
    private PullThroughCacheJson() {}

    static ObjectNode write(OperationRequest request, PullThroughCacheRule rule) {
        ObjectNode json = EcrJson.object()
                .put("ecrRepositoryPrefix", rule.prefix())
                .put("registryId", request.registry().account().value())
                .put("upstreamRepositoryPrefix", rule.upstreamPrefix());
        rule.credentialArn().ifPresent(arn -> json.put("credentialArn", arn));
        rule.customRoleArn().ifPresent(arn -> json.put("customRoleArn", arn));
        return json;
    }
}
