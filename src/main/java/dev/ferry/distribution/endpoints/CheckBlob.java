package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Digest;
import dev.ferry.service.cache.CachedPulls;
import dev.ferry.service.layer.Layers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Tells whether a layer is there, and its size, which is what a push asks first. */
@ApplicationScoped
public class CheckBlob implements Endpoint {
    private final Layers layers;
    private final CachedPulls cache;

    public CheckBlob(Layers layers, CachedPulls cache) {
        this.layers = layers;
        this.cache = cache;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.BLOB;
    }

    @Override
    public Set<String> methods() {
        return Set.of("HEAD");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        Digest layer = request.digest();
        long size = Blobs.known(() -> cache.layer(request.authorization(), request.repository(), layer,
                () -> layers.size(request.registry(), request.repository(), layer)));
        return RegistryResponse.of(200)
                .with("Content-Length", Long.toString(size))
                .with("Content-Type", "application/octet-stream")
                .with("Accept-Ranges", "bytes")
                .with(Headers.DIGEST, layer.toString());
    }
}
