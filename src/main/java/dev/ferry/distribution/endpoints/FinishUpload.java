package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.UploadNotFoundException;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.Layers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes an upload a layer, with a last chunk or without, if its digest is the one given. */
@ApplicationScoped
public class FinishUpload implements Endpoint {
    private final Layers layers;
    private final LayerUploads uploads;
    private final LayerCompletion completion;

    public FinishUpload(Layers layers, LayerUploads uploads, LayerCompletion completion) {
        this.layers = layers;
        this.uploads = uploads;
        this.completion = completion;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.UPLOAD;
    }

    @Override
    public Set<String> methods() {
        return Set.of("PUT");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        Digest layer = request.query().one("digest").map(EndpointRequest::digest).orElseThrow(() ->
                new DistributionException(OciError.DIGEST_INVALID, "The parameter digest has to say what was uploaded"));
        try {
            finish(request, Uploads.received(uploads, request), layer);
        } catch (UploadNotFoundException gone) {
            // The answer may have been lost that said the layer was made; who asks again is told the same.
            if (!isThere(request, layer)) {
                throw gone;
            }
        }
        return Uploads.created(request, layer);
    }

    private void finish(EndpointRequest request, LayerUpload upload, Digest layer) {
        // A request that was cut short behind its chunk comes again with the chunk, which must not be added twice.
        boolean isComplete = upload.closedAs().equals(Optional.of(layer)) && Uploads.hasBody(request, upload);
        completion.finish(isComplete ? upload : Uploads.append(uploads, request, upload, Optional.of(layer)), layer);
    }

    private boolean isThere(EndpointRequest request, Digest layer) {
        return !layers.available(request.registry(), request.repository(), List.of(layer)).isEmpty();
    }
}
