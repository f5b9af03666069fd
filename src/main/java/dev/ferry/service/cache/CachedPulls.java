package dev.ferry.service.cache;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.LayersNotFoundException;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.RepositoryNotFoundException;
import dev.ferry.registry.Tag;
import dev.ferry.registry.UpstreamException;
import dev.ferry.service.Deadline;
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
import java.util.stream.Stream;
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
        Pull pull = new Pull(authorization, name, Deadline.of(clock));
        try {
            return completed(pull, find(pull, id));
        } catch (RepositoryNotFoundException missing) {
            return brought(pull, rule(pull).orElseThrow(() -> missing), id);
        }
    }

    /**
     * Finds images, in the order in which they are asked for, and brings those that are not there. What the upstream refuses is a
     * failure of its own as long as there is the repository.
     *
     * @throws EcrException as {@link #image}
     */
    public List<Images.Found> images(AuthorizationRequest authorization, RepositoryName name, List<ImageId> ids) {
        Pull pull = new Pull(authorization, name, Deadline.of(clock));
        try {
            return images.find(authorization.registry(), name, ids).stream()
                    .map(found -> orFailure(found.id(), () -> completed(pull, found)))
                    .toList();
        } catch (RepositoryNotFoundException missing) {
            PullThroughCacheRule rule = rule(pull).filter(any -> !ids.isEmpty()).orElseThrow(() -> missing);
            Images.Found first = brought(pull, rule, ids.get(0));
            return Stream.concat(
                            Stream.of(first),
                            ids.stream().skip(1).map(id -> orFailure(id, () -> completed(pull, find(pull, id)))))
                    .toList();
        }
    }

    /** Finds a layer, and brings it if it is not there and a rule says from where. */
    public <T> T layer(AuthorizationRequest authorization, RepositoryName name, Digest layer, Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (RepositoryNotFoundException | LayersNotFoundException missing) {
            PullThroughCacheRule rule = rules.of(authorization.registry(), name).orElseThrow(() -> missing);
            try {
                imports.layer(authorization, name, rule, layer);
            } catch (UpstreamException refused) {
                throw refused.as(ErrorCode.UNABLE_TO_GET_UPSTREAM_LAYER);
            }
            return lookup.get();
        }
    }

    /** Of one repository. */
    private record Pull(AuthorizationRequest authorization, RepositoryName name, Deadline deadline) {
        RegionName region() {
            return authorization.registry().region();
        }

        RepositoryKey key() {
            return new RepositoryKey(authorization.registry().account(), name);
        }
    }

    private static Images.Found orFailure(ImageId id, Supplier<Images.Found> pull) {
        try {
            return pull.get();
        } catch (UpstreamException refused) {
            return Images.Found.not(id, switch (refused.reason()) {
                case MISSING -> ImageFailure.IMAGE_NOT_FOUND;
                case DENIED -> ImageFailure.UPSTREAM_ACCESS_DENIED;
                case TOO_MANY_REQUESTS -> ImageFailure.UPSTREAM_TOO_MANY_REQUESTS;
                case UNAVAILABLE -> ImageFailure.UPSTREAM_UNAVAILABLE;
            });
        }
    }

    /** What was found, or what is brought because it was not, or was not compared for a day. */
    private Images.Found completed(Pull pull, Images.Found found) {
        if (found.failure().equals(Optional.of(ImageFailure.IMAGE_NOT_FOUND))) {
            return rule(pull).map(rule -> brought(pull, rule, found.id())).orElse(found);
        }
        Instant old = clock.instant().minus(COMPARED);
        if (found.comparedAt().filter(at -> at.isBefore(old)).isPresent() && compare(pull, found)) {
            return find(pull, found.id());
        }
        return found;
    }

    private Images.Found find(Pull pull, ImageId id) {
        return images.find(pull.authorization().registry(), pull.name(), List.of(id)).get(0);
    }

    private Optional<PullThroughCacheRule> rule(Pull pull) {
        return rules.of(pull.authorization().registry(), pull.name());
    }

    private Images.Found brought(Pull pull, PullThroughCacheRule rule, ImageId id) {
        try {
            imports.image(pull.authorization(), pull.name(), rule, id, pull.deadline());
        } catch (UpstreamException refused) {
            throw refused.as(ErrorCode.UNABLE_TO_GET_UPSTREAM_IMAGE);
        }
        id.tag().ifPresent(tag -> checks.compared(pull.region(), pull.key(), tag, clock.instant()));
        return find(pull, id);
    }

    /** Whether the tag names another image now. Whatever fails, what is cached is there. */
    private boolean compare(Pull pull, Images.Found found) {
        Tag tag = found.id().tag().orElseThrow();
        Instant before = found.comparedAt().orElseThrow();
        Optional<PullThroughCacheRule> rule = rule(pull);
        if (rule.isEmpty() || !checks.claim(pull.region(), pull.key(), tag, before, clock.instant())) {
            return false;
        }
        try {
            Digest cached = found.image().orElseThrow().image().digest();
            if (imports.upstream(pull.authorization(), pull.name(), rule.get()).digest(tag.value())
                    .equals(Optional.of(cached))) {
                return false;
            }
            imports.image(pull.authorization(), pull.name(), rule.get(), found.id(), pull.deadline());
            return true;
        } catch (EcrException refused) {
            if (refused.code() == ErrorCode.THROTTLING || refused.code() == ErrorCode.ACCESS_DENIED) {
                // The next pull goes on, or is by someone who may.
                checks.compared(pull.region(), pull.key(), tag, before);
            }
            LOG.infof("%s:%s is served as it is cached: %s", pull.name(), tag, refused.getMessage());
            return false;
        }
    }
}
