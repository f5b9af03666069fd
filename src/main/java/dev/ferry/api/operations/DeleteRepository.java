package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Repository;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes a repository, with its images if it is forced. */
@ApplicationScoped
public class DeleteRepository implements EcrOperation {
    private final Repositories repositories;
    private final RepositoryJson json;

    public DeleteRepository(Repositories repositories, RepositoryJson json) {
        this.repositories = repositories;
        this.json = json;
    }

    @Override
    public String name() {
        return "DeleteRepository";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Repository deleted = repositories.delete(
                request.registry(), request.input().repositoryName(), request.input().flag("force"));
        return EcrJson.object().set("repository", json.write(deleted, request));
    }
}
