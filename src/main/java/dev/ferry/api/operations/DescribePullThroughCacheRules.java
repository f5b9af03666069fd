package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Page;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.service.account.PullThroughCache;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** Tells pull through cache rules, by prefix or page by page. */
@ApplicationScoped
public class DescribePullThroughCacheRules implements EcrOperation {
    private final PullThroughCache cache;

    public DescribePullThroughCacheRules(PullThroughCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return "DescribePullThroughCacheRules";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        if (input.has("ecrRepositoryPrefixes")) {
            Paging.refuseWith(input, "ecrRepositoryPrefixes");
        }
        Page<PullThroughCacheRule> page = input.has("ecrRepositoryPrefixes")
                ? new Page<>(cache.get(request.registry(), input.texts("ecrRepositoryPrefixes")), Optional.empty())
                : cache.page(request.registry(), Paging.after(input, Function.identity()), Paging.size(input));
        ObjectNode output = EcrJson.object();
        ArrayNode list = output.putArray("pullThroughCacheRules");
        page.items().forEach(rule -> list.add(describe(request, rule)));
        Paging.writeNext(output, page);
        return output;
    }

    private static ObjectNode describe(OperationRequest request, PullThroughCacheRule rule) {
        ObjectNode json = PullThroughCacheJson.write(request, rule)
                .put("upstreamRegistryUrl", rule.host())
                .put("upstreamRegistry", rule.upstream().id());
        json.set("createdAt", EcrJson.timestamp(rule.createdAt()));
        json.set("updatedAt", EcrJson.timestamp(rule.updatedAt()));
        return json;
    }
}
