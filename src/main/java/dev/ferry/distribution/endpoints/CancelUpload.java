package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.service.layer.LayerUploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Gives an upload up. */
@ApplicationScoped
public class CancelUpload implements Endpoint {
    private final LayerUploads uploads;

    public CancelUpload(LayerUploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.UPLOAD;
    }

    @Override
    public Set<String> methods() {
        return Set.of("DELETE");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        uploads.cancel(request.registry(), request.repository(), Uploads.id(request));
        return RegistryResponse.of(204);
    }
}
