package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.LayerUpload;
import dev.ferry.service.layer.LayerUploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Adds a chunk to an upload, or all of a layer as a stream. */
@ApplicationScoped
public class ContinueUpload implements Endpoint {
    private final LayerUploads uploads;

    public ContinueUpload(LayerUploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.UPLOAD;
    }

    @Override
    public Set<String> methods() {
        return Set.of("PATCH");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        LayerUpload upload = uploads.status(request.registry(), request.repository(), Uploads.id(request));
        return RegistryResponse.of(202).withAll(Uploads.progress(request, Uploads.append(uploads, request, upload)));
    }
}
