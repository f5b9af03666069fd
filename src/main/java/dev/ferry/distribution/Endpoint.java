package dev.ferry.distribution;

import java.util.Set;

/**
 * One endpoint of the API: it takes what it needs from the request, calls one service of the domain and renders the
 * answer. Each is a bean of its own, which {@link OciApi} finds by what it is for.
 */
public interface Endpoint {
    /** What the path has to name. */
    ResourceKind kind();

    Set<String> methods();

    /**
     * Does it.
     *
     * @throws dev.ferry.registry.EcrException what ECR would refuse it with
     * @throws DistributionException what OCI would, where ECR has no such thing
     */
    RegistryResponse answer(EndpointRequest request);
}
