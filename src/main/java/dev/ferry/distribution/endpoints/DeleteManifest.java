package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.service.image.ImageDeletion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * Deletes an image by its digest, with all its tags, or takes a tag away. The image of the tag stays, be it its last one,
 * as the specification has it; ECR's own {@code BatchDeleteImage} would delete it.
 */
@ApplicationScoped
public class DeleteManifest implements Endpoint {
    private final ImageDeletion deletion;

    public DeleteManifest(ImageDeletion deletion) {
        this.deletion = deletion;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.MANIFEST;
    }

    @Override
    public Set<String> methods() {
        return Set.of("DELETE");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        if (request.namesDigest()) {
            deletion.delete(request.registry(), request.repository(), ImageId.of(request.digest()))
                    .failure()
                    .ifPresent(why -> {
                        throw failure(request, why);
                    });
        } else if (!deletion.untag(request.registry(), request.repository(), request.tag())) {
            throw failure(request, ImageFailure.IMAGE_NOT_FOUND);
        }
        return RegistryResponse.of(202);
    }

    private static DistributionException failure(EndpointRequest request, ImageFailure why) {
        return why == ImageFailure.IMAGE_REFERENCED_BY_MANIFEST_LIST
                ? new DistributionException(OciError.IN_USE, "The image " + request.reference()
                        + " is listed by another image, which has to be deleted before it")
                : new DistributionException(OciError.MANIFEST_UNKNOWN,
                        "The image " + request.reference() + " is not in the repository " + request.repository());
    }
}
