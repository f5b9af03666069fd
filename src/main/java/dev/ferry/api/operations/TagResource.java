package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** Gives a repository tags, or those that it has other values. */
@ApplicationScoped
public class TagResource implements EcrOperation {
    private final Repositories repositories;
    private final TaggedRepository tagged;

    public TagResource(Repositories repositories, TaggedRepository tagged) {
        this.repositories = repositories;
        this.tagged = tagged;
    }

    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Map<String, String> tags = ResourceTags.read(request.input(), "tags");
        repositories.change(request.registry(), tagged.of(request), repository -> {
            Map<String, String> all = new HashMap<>(repository.resourceTags());
            all.putAll(tags);
            ResourceTags.requireFew(all);
            return repository.withResourceTags(all);
        });
        return EcrJson.object();
    }
}
