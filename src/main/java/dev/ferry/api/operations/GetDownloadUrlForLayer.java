package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.cache.CachedPulls;
import dev.ferry.service.layer.Layers;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells from where a layer can be fetched for a while. */
@ApplicationScoped
public class GetDownloadUrlForLayer implements EcrOperation {
    private final Layers layers;
    private final CachedPulls cache;

    public GetDownloadUrlForLayer(Layers layers, CachedPulls cache) {
        this.layers = layers;
        this.cache = cache;
    }

    @Override
    public String name() {
        return "GetDownloadUrlForLayer";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Digest layer = request.input().value("layerDigest", Digest::parse);
        RepositoryName name = request.input().repositoryName();
        return EcrJson.object()
                .put("downloadUrl", cache.layer(request.authorization(name()), name, layer,
                        () -> layers.downloadUrl(request.registry(), name, layer)))
                .put("layerDigest", layer.toString());
    }
}
