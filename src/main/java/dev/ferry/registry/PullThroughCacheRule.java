package dev.ferry.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * From where the images of repositories with a prefix come (ECR API, {@code PullThroughCacheRule}).
 *
 * @param prefix         of the repositories here, without the slash at the end, which is implied; {@code ROOT} for all
 * @param host           of the upstream registry
 * @param credentialArn  of the secret with which one pulls there
 * @param customRoleArn  of the role as which one pulls from another account's ECR
 * @param upstreamPrefix of the repositories there; {@code ROOT} for all
 */
public record PullThroughCacheRule(
        String prefix,
        UpstreamRegistry upstream,
        String host,
        Optional<String> credentialArn,
        Optional<String> customRoleArn,
        String upstreamPrefix,
        Instant createdAt,
        Instant updatedAt) {

    public static final String ROOT = "ROOT";

    /** @throws InvalidValueException if the upstream wants a credential and there is none */
    public PullThroughCacheRule {
        if (upstream.needsCredential() && credentialArn.isEmpty()) {
            throw new InvalidValueException("must be given for the upstream registry " + upstream.id());
        }
        prefix = normalized(prefix);
        upstreamPrefix = normalized(upstreamPrefix);
    }

    /** A prefix as it is kept: ECR takes the slash at its end for granted. */
    public static String normalized(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** What a repository of this prefix is called in the upstream registry. */
    public String upstreamRepository(RepositoryName name) {
        String rest = prefix.equals(ROOT) ? name.value() : name.value().substring(prefix.length() + 1);
        return upstreamPrefix.equals(ROOT) ? rest : upstreamPrefix + "/" + rest;
    }

    /** With the credential and the role that are given, the others staying. */
    public PullThroughCacheRule with(Optional<String> credential, Optional<String> role, Instant now) {
        return new PullThroughCacheRule(prefix, upstream, host, credential.or(this::credentialArn), role.or(this::customRoleArn),
                upstreamPrefix, createdAt, now);
    }
}
