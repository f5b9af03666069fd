package dev.ferry.distribution.endpoints;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.layers.LeasedParts;
import dev.ferry.registry.LayerUpload;
import dev.ferry.service.layer.LayerUploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * Adds a chunk to an upload, or all of a layer as a stream. A gateway, which gets more of a layer than a function takes, asks
 * for URLs by the header {@code Ferry-Part-Urls} instead, and puts it into the store itself. That is nothing which whoever may
 * send chunks could not do.
 */
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
        LayerUpload upload = Uploads.append(uploads, request, Uploads.received(uploads, request));
        return request.header(Headers.PART_URLS)
                .map(asked -> urls(request, upload))
                .orElseGet(() -> RegistryResponse.of(202))
                .withAll(Uploads.progress(request, upload));
    }

    private RegistryResponse urls(EndpointRequest request, LayerUpload upload) {
        LayerUpload leased = Uploads.orElsewhere(
                uploads, request, () -> uploads.lease(upload, Uploads.firstPart(request).orElse(upload.received())));
        LeasedParts.Urls urls = uploads.urls(leased);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("received", leased.received());
        urls.parts().forEach(body.putArray("parts")::add);
        body.put("rest", urls.rest());
        urls.staged().ifPresent(url -> body.put("staged", url));
        return RegistryResponse.json(202, "application/json", body)
                .with(Headers.LEASE, leased.lease().orElseThrow().id());
    }
}
