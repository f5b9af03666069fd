package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Page;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the settings of repositories, by name or page by page. */
@ApplicationScoped
public class DescribeRepositories implements EcrOperation {
    private final Repositories repositories;
    private final RepositoryJson json;

    public DescribeRepositories(Repositories repositories, RepositoryJson json) {
        this.repositories = repositories;
        this.json = json;
    }

    @Override
    public String name() {
        return "DescribeRepositories";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        ObjectNode output = EcrJson.object();
        ArrayNode list = output.putArray("repositories");
        if (input.has("repositoryNames")) {
            Paging.refuseWith(input, "repositoryNames");
            repositories.get(request.registry(), input.values("repositoryNames", RepositoryName::new))
                    .forEach(repository -> list.add(json.write(repository, request)));
        } else {
            Page<Repository> page = repositories.page(
                    request.registry(), Paging.after(input, RepositoryName::new), Paging.size(input));
            page.items().forEach(repository -> list.add(json.write(repository, request)));
            Paging.writeNext(output, page);
        }
        return output;
    }
}
