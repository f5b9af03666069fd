package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Repository;
import dev.ferry.registry.TagMutability;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes a repository. */
@ApplicationScoped
public class CreateRepository implements EcrOperation {
    private final Repositories repositories;
    private final RepositoryJson json;

    public CreateRepository(Repositories repositories, RepositoryJson json) {
        this.repositories = repositories;
        this.json = json;
    }

    @Override
    public String name() {
        return "CreateRepository";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        TagMutability tagMutability = RepositorySettings.tagMutability(request.input());
        Repository repository = repositories.create(
                request.registry(),
                request.input().repositoryName(),
                tagMutability,
                RepositorySettings.scanOnPush(request.input()),
                RepositorySettings.encryption(request.input()),
                ResourceTags.read(request.input(), "tags"));
        return EcrJson.object().set("repository", json.write(repository, request));
    }
}
