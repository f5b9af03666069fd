package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Digest;
import dev.ferry.service.LayerUploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Sends whoever wants a layer to where it lies. No layer leaves through a function; ranges are served there too. */
@ApplicationScoped
public class PullBlob implements Endpoint {
    private final LayerUploads layers;

    public PullBlob(LayerUploads layers) {
        this.layers = layers;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.BLOB;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public String action() {
        return "ecr:GetDownloadUrlForLayer";
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        Digest layer = request.digest();
        String url = Blobs.known(() -> layers.downloadUrl(request.registry(), request.repository(), layer));
        return RegistryResponse.of(307).with(Headers.LOCATION, url).with(Headers.DIGEST, layer.toString());
    }
}
