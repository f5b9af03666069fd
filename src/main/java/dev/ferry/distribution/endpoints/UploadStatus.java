package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.LayerUpload;
import dev.ferry.service.layer.LayerUploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Tells how far an upload has come, for a client that lost its connection. */
@ApplicationScoped
public class UploadStatus implements Endpoint {
    private final LayerUploads uploads;

    public UploadStatus(LayerUploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.UPLOAD;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        LayerUpload upload = uploads.status(request.registry(), request.repository(), Uploads.id(request));
        return RegistryResponse.of(204).withAll(Uploads.progress(request, upload));
    }
}
