package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.StoredImage;
import dev.ferry.service.cache.CachedPulls;
import dev.ferry.service.image.Manifests;
import dev.ferry.service.image.PullTimes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a manifest, by digest or by tag, as it was pushed: whatever the {@code Accept} header says, it is converted to
 * nothing else, for that would have another digest.
 */
@ApplicationScoped
public class PullManifest implements Endpoint {
    private final CachedPulls cache;
    private final Manifests manifests;
    private final PullTimes pulls;

    public PullManifest(CachedPulls cache, Manifests manifests, PullTimes pulls) {
        this.cache = cache;
        this.manifests = manifests;
        this.pulls = pulls;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.MANIFEST;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET", "HEAD");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        ImageId id = request.namesDigest()
                ? ImageId.of(request.digest())
                : new ImageId(Optional.empty(), Optional.of(request.tag()));
        StoredImage stored = cache.image(request.authorization(), request.repository(), id).image()
                .orElseThrow(() -> new DistributionException(OciError.MANIFEST_UNKNOWN, "The image "
                        + request.reference() + " is not in the repository " + request.repository()));
        if (stored.image().storage().isArchived()) {
            throw new DistributionException(OciError.MANIFEST_UNKNOWN, "The image " + request.reference()
                    + " of the repository " + request.repository() + " is archived, and has to be restored before it is pulled");
        }
        Manifest manifest = manifests.of(request.registry(), stored);
        if (request.endpoint().startsWith("GET ")) {
            pulls.pulled(request.registry(), request.repository(), stored.image(), request.caller().principalArn());
        }
        return RegistryResponse.of(200)
                .with(manifest.mediaType(), manifest.bytes())
                .with(Headers.DIGEST, manifest.digest().toString());
    }
}
