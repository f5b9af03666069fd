package dev.ferry.service.cache;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.LayersNotFoundException;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.RepositoryNotFoundException;
import dev.ferry.registry.Tag;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.account.PullThroughCache;
import dev.ferry.service.image.Images;
import dev.ferry.store.images.UpstreamChecks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Pulls through the caches of a registry (ECR user guide, "Sync an upstream registry with an Amazon ECR private registry"). What
 * a repository has is found as ever, and no rule is looked for; only what is missing, and a tag that came by a cache and was not
 * compared for a day, costs more.
 */
@ApplicationScoped
public class CachedPulls {
    private static final Logger LOG = Logger.getLogger(CachedPulls.class);

    /** How often a tag is compared with the upstream's at most. */
    private static final Duration COMPARED = Duration.ofHours(24);

    private final PullThroughCache rules;
    private final ImageImport imports;
    private final Images images;
    private final UpstreamChecks checks;
    private final Clock clock;

    public CachedPulls(
            PullThroughCache rules, ImageImport imports, Images images, UpstreamChecks checks, Clock clock) {
        this.rules = rules;
        this.imports = imports;
        this.images = images;
        this.checks = checks;
        this.clock = clock;
    }

    /**
     * Finds an image, and brings it if it is not there and a rule says from where.
     *
     * @throws EcrException RepositoryNotFoundException if there is no rule either; UnableToGetUpstreamImageException;
     *     ThrottlingException when the time is over, and another pull goes on
     */
    public Images.Found image(AuthorizationRequest authorization, RepositoryName name, ImageId id) {
        Images.Found found;
        try {
            found = find(authorization, name, id);
        } catch (RepositoryNotFoundException missing) {
            PullThroughCacheRule rule = rules.of(authorization.registry(), name).orElseThrow(() -> missing);
            return brought(authorization, name, rule, id);
        }
        if (found.failure().equals(Optional.of(ImageFailure.IMAGE_NOT_FOUND))) {
            Optional<PullThroughCacheRule> rule = rules.of(authorization.registry(), name);
            return rule.isPresent() ? brought(authorization, name, rule.get(), id) : found;
        }
        Instant old = clock.instant().minus(COMPARED);
        if (found.comparedAt().filter(at -> at.isBefore(old)).isPresent() && compare(authorization, name, id, found)) {
            return find(authorization, name, id);
        }
        return found;
    }

    /** Finds a layer, and brings it if it is not there and a rule says from where. */
    public <T> T layer(AuthorizationRequest authorization, RepositoryName name, Digest layer, Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (RepositoryNotFoundException | LayersNotFoundException missing) {
            PullThroughCacheRule rule = rules.of(authorization.registry(), name).orElseThrow(() -> missing);
            imports.layer(authorization, name, rule, layer);
            return lookup.get();
        }
    }

    private Images.Found find(AuthorizationRequest authorization, RepositoryName name, ImageId id) {
        return images.find(authorization.registry(), name, List.of(id)).get(0);
    }

    private Images.Found brought(
            AuthorizationRequest authorization, RepositoryName name, PullThroughCacheRule rule, ImageId id) {
        imports.image(authorization, name, rule, id);
        id.tag().ifPresent(tag -> checks.compared(authorization.registry().region(), key(authorization, name), tag, now()));
        return find(authorization, name, id);
    }

    /** Whether the tag names another image now. Whatever fails, what is cached is there. */
    private boolean compare(AuthorizationRequest authorization, RepositoryName name, ImageId id, Images.Found found) {
        Tag tag = id.tag().orElseThrow();
        Instant before = found.comparedAt().orElseThrow();
        Optional<PullThroughCacheRule> rule = rules.of(authorization.registry(), name);
        if (rule.isEmpty()
                || !checks.claim(authorization.registry().region(), key(authorization, name), tag, before, now())) {
            return false;
        }
        try {
            Digest cached = found.image().orElseThrow().image().digest();
            if (imports.upstream(authorization, name, rule.get()).digest(tag.value()).equals(Optional.of(cached))) {
                return false;
            }
            imports.image(authorization, name, rule.get(), id);
            return true;
        } catch (EcrException refused) {
            if (refused.code() == ErrorCode.THROTTLING || refused.code() == ErrorCode.ACCESS_DENIED) {
                // The next pull goes on, or is by someone who may.
                checks.compared(authorization.registry().region(), key(authorization, name), tag, before);
            }
            LOG.infof("%s:%s is served as it is cached: %s", name, tag, refused.getMessage());
            return false;
        }
    }

    private Instant now() {
        return clock.instant();
    }

    private static RepositoryKey key(AuthorizationRequest authorization, RepositoryName name) {
        return new RepositoryKey(authorization.registry().account(), name);
    }
}
