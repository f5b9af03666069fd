package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the tags of a repository. */
@ApplicationScoped
public class ListTagsForResource implements EcrOperation {
    private final Repositories repositories;
    private final TaggedRepository tagged;

    public ListTagsForResource(Repositories repositories, TaggedRepository tagged) {
        this.repositories = repositories;
        this.tagged = tagged;
    }

    @Override
    public String name() {
        return "ListTagsForResource";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ObjectNode output = EcrJson.object();
        ResourceTags.write(output, "tags", repositories.get(request.registry(), tagged.of(request)).resourceTags());
        return output;
    }
}
