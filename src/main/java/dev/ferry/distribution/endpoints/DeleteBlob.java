package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Digest;
import dev.ferry.service.layer.LayerDeletion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Takes a layer out of the repository, unless one of its images uses it. */
@ApplicationScoped
public class DeleteBlob implements Endpoint {
    private final LayerDeletion deletion;

    public DeleteBlob(LayerDeletion deletion) {
        this.deletion = deletion;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.BLOB;
    }

    @Override
    public Set<String> methods() {
        return Set.of("DELETE");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        Digest layer = request.digest();
        if (!Blobs.known(() -> deletion.delete(request.registry(), request.repository(), layer))) {
            throw new DistributionException(OciError.IN_USE, "The layer " + layer + " is used by an image of the repository "
                    + request.repository() + ", which has to be deleted before it");
        }
        return RegistryResponse.of(202);
    }
}
