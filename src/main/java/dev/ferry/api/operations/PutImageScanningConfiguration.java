package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Repository;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;

/** Sets whether the images of a repository are to be scanned when they are pushed. */
@ApplicationScoped
public class PutImageScanningConfiguration implements EcrOperation {
    private final Repositories repositories;

    public PutImageScanningConfiguration(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public String name() {
        return "PutImageScanningConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        boolean scanOnPush = RepositorySettings.scanOnPush(request.input());
        Repository changed = repositories.change(request.registry(), request.input().repositoryName(),
                repository -> repository.withScanOnPush(scanOnPush));
        ObjectNode output = EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", changed.name().value());
        output.putObject("imageScanningConfiguration").put("scanOnPush", scanOnPush);
        return output;
    }
}
