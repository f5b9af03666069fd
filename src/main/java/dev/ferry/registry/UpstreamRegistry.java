package dev.ferry.registry;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The registries that a pull through cache rule may name (ECR API, {@code UpstreamRegistry}), each known by its host. */
public enum UpstreamRegistry {
    ECR("ecr", "[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?", false),
    ECR_PUBLIC("ecr-public", "public\\.ecr\\.aws", false),
    QUAY("quay", "quay\\.io", false),
    K8S("k8s", "registry\\.k8s\\.io", false),
    DOCKER_HUB("docker-hub", "registry-1\\.docker\\.io", true),
    GITHUB("github-container-registry", "ghcr\\.io", true),
    AZURE("azure-container-registry", "[a-z0-9]{5,50}\\.azurecr\\.io", true),
    GITLAB("gitlab-container-registry", "registry\\.gitlab\\.com", true),
    CHAINGUARD("chainguard", "cgr\\.dev", true);

    private final String id;
    private final Pattern host;
    private final boolean needsCredential;

    UpstreamRegistry(String id, String host, boolean needsCredential) {
        this.id = id;
        this.host = Pattern.compile(host);
        this.needsCredential = needsCredential;
    }

    /** The one of this host; empty if it is none of them. */
    public static Optional<UpstreamRegistry> at(String host) {
        return Stream.of(values()).filter(upstream -> upstream.host.matcher(host).matches()).findFirst();
    }

    /** As ECR calls it: {@code docker-hub}. */
    public String id() {
        return id;
    }

    /** Whether nobody pulls there without a credential (ECR user guide, "Creating a pull through cache rule"). */
    public boolean needsCredential() {
        return needsCredential;
    }
}
