package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.UpstreamRegistry;
import dev.ferry.service.account.PullThroughCache;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Keeps from where the images of repositories with a prefix would come. */
@ApplicationScoped
public class CreatePullThroughCacheRule implements EcrOperation {
    private final PullThroughCache cache;

    public CreatePullThroughCacheRule(PullThroughCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return "CreatePullThroughCacheRule";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        String url = input.text("upstreamRegistryUrl");
        UpstreamRegistry upstream = PullThroughCache.upstream(url, input.optionalText("upstreamRegistry"));
        Instant now = cache.now();
        PullThroughCacheRule rule = input.valid("credentialArn", () -> new PullThroughCacheRule(
                input.text("ecrRepositoryPrefix"), upstream, url, input.optionalText("credentialArn"),
                input.optionalText("customRoleArn"),
                input.optionalText("upstreamRepositoryPrefix").orElse(PullThroughCacheRule.ROOT), now, now));
        cache.create(request.registry(), rule);
        ObjectNode output = PullThroughCacheJson.write(request, rule)
                .put("upstreamRegistryUrl", url)
                .put("upstreamRegistry", upstream.id());
        output.set("createdAt", EcrJson.timestamp(now));
        return output;
    }
}
