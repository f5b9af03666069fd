package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes tags from a repository. That it has no such tag is no error. */
@ApplicationScoped
public class UntagResource implements EcrOperation {
    private final Repositories repositories;
    private final TaggedRepository tagged;

    public UntagResource(Repositories repositories, TaggedRepository tagged) {
        this.repositories = repositories;
        this.tagged = tagged;
    }

    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        List<String> keys = request.input().texts("tagKeys");
        repositories.change(request.registry(), tagged.of(request), repository -> {
            Map<String, String> kept = new HashMap<>(repository.resourceTags());
            keys.forEach(kept::remove);
            return repository.withResourceTags(kept);
        });
        return EcrJson.object();
    }
}
