package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.service.layer.Layers;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells from where a layer can be fetched for a while. */
@ApplicationScoped
public class GetDownloadUrlForLayer implements EcrOperation {
    private final Layers layers;

    public GetDownloadUrlForLayer(Layers layers) {
        this.layers = layers;
    }

    @Override
    public String name() {
        return "GetDownloadUrlForLayer";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Digest layer = request.input().value("layerDigest", Digest::parse);
        return EcrJson.object()
                .put("downloadUrl", layers.downloadUrl(request.registry(), request.input().repositoryName(), layer))
                .put("layerDigest", layer.toString());
    }
}
