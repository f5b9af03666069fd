package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.service.layer.LayerCompletion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes what was uploaded a layer, if its digest is the one given. */
@ApplicationScoped
public class CompleteLayerUpload implements EcrOperation {
    private final LayerCompletion completion;

    public CompleteLayerUpload(LayerCompletion completion) {
        this.completion = completion;
    }

    @Override
    public String name() {
        return "CompleteLayerUpload";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        List<Digest> digests = input.values("layerDigests", Digest::parse);
        completion.complete(request.registry(), input.repositoryName(), input.text("uploadId"), digests);
        return EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", input.repositoryName().value())
                .put("uploadId", input.text("uploadId"))
                .put("layerDigest", digests.get(0).toString());
    }
}
