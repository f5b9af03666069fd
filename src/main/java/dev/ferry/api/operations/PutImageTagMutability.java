package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Repository;
import dev.ferry.registry.TagMutability;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;

/** Sets whether the tags of a repository can be moved. */
@ApplicationScoped
public class PutImageTagMutability implements EcrOperation {
    private final Repositories repositories;

    public PutImageTagMutability(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public String name() {
        return "PutImageTagMutability";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        TagMutability tagMutability = RepositorySettings.tagMutability(request.input());
        Repository changed = repositories.change(request.registry(), request.input().repositoryName(),
                repository -> repository.withTagMutability(tagMutability));
        ObjectNode output = EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", changed.name().value())
                .put("imageTagMutability", tagMutability.mode().name());
        RepositoryJson.writeExclusions(output, tagMutability);
        return output;
    }
}
