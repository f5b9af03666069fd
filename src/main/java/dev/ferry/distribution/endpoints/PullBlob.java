package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Digest;
import dev.ferry.service.cache.CachedPulls;
import dev.ferry.service.layer.Layers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends whoever wants a layer to where it lies. No layer leaves through a function; ranges are served there too. */
@ApplicationScoped
public class PullBlob implements Endpoint {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})-([0-9]{1,15})");

    private final Layers layers;
    private final CachedPulls cache;

    public PullBlob(Layers layers, CachedPulls cache) {
        this.layers = layers;
        this.cache = cache;
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
    public RegistryResponse answer(EndpointRequest request) {
        Digest layer = request.digest();
        refuseBackwardRange(request);
        String url = Blobs.known(() -> cache.layer(request.authorization(), request.repository(), layer,
                () -> layers.downloadUrl(request.registry(), request.repository(), layer)));
        return RegistryResponse.of(307).with(Headers.LOCATION, url).with(Headers.DIGEST, layer.toString());
    }

    /** S3 would take a range that ends before it begins for none, and send all. */
    private static void refuseBackwardRange(EndpointRequest request) {
        request.header("Range").map(String::strip).map(RANGE::matcher).filter(Matcher::matches).ifPresent(range -> {
            if (Long.parseLong(range.group(1)) > Long.parseLong(range.group(2))) {
                throw new DistributionException(OciError.RANGE_INVALID, "The range ends before it begins");
            }
        });
    }
}
