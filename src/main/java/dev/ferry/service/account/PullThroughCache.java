package dev.ferry.service.account;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Page;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.registry.UpstreamRegistry;
import dev.ferry.store.PullThroughCacheRules;
import dev.ferry.upstream.UpstreamCredentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The pull through cache rules of a registry. */
@ApplicationScoped
public class PullThroughCache {
    /** The most rules of a registry (ECR service quotas, "Pull through cache rules per registry"). */
    public static final int MAX_RULES = 50;

    private final PullThroughCacheRules rules;
    private final UpstreamCredentials credentials;
    private final Clock clock;

    public PullThroughCache(PullThroughCacheRules rules, UpstreamCredentials credentials, Clock clock) {
        this.rules = rules;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Which upstream registry a URL names.
     *
     * @throws EcrException UnsupportedUpstreamRegistryException
     */
    public static UpstreamRegistry upstream(String url, Optional<String> named) {
        return UpstreamRegistry.at(url)
                .filter(upstream -> named.isEmpty() || named.get().equals(upstream.id()))
                .orElseThrow(() -> new EcrException(ErrorCode.UNSUPPORTED_UPSTREAM_REGISTRY,
                        "The upstream registry URL " + url + " is invalid. Specify a valid upstream registry URL and try again"));
    }

    /**
     * Keeps a rule.
     *
     * @throws EcrException PullThroughCacheRuleAlreadyExistsException, LimitExceededException, and what
     *     {@link UpstreamCredentials#requireReadable} says of its secret
     */
    public void create(Registry registry, PullThroughCacheRule rule) {
        credentials.requireReadable(registry, rule);
        rules.create(registry, rule, MAX_RULES,
                () -> new EcrException(ErrorCode.PULL_THROUGH_CACHE_RULE_ALREADY_EXISTS,
                        "A pull through cache rule for the repository prefix '" + rule.prefix()
                                + "' already exists in the registry with id '" + registry.account() + "'"),
                () -> new EcrException(ErrorCode.LIMIT_EXCEEDED, "The registry with id '" + registry.account()
                        + "' already has " + MAX_RULES + " pull through cache rules"));
    }

    /** @throws EcrException PullThroughCacheRuleNotFoundException */
    public PullThroughCacheRule get(Registry registry, String prefix) {
        return rules.rule(registry, PullThroughCacheRule.normalized(prefix)).orElseThrow(() -> notFound(registry, prefix));
    }

    /**
     * Those of these prefixes, in this order.
     *
     * @throws EcrException PullThroughCacheRuleNotFoundException for the first that is missing
     */
    public List<PullThroughCacheRule> get(Registry registry, List<String> prefixes) {
        List<String> wanted = prefixes.stream().map(PullThroughCacheRule::normalized).distinct().toList();
        List<PullThroughCacheRule> found = rules.rules(registry, wanted);
        List<String> there = found.stream().map(PullThroughCacheRule::prefix).toList();
        wanted.stream().filter(prefix -> !there.contains(prefix)).findFirst().ifPresent(missing -> {
            throw notFound(registry, missing);
        });
        return found;
    }

    /** The rule for a repository: the one with the longest prefix. */
    public Optional<PullThroughCacheRule> of(Registry registry, RepositoryName name) {
        return rules.rules(registry, TemplatePrefix.of(name).stream().map(TemplatePrefix::value).toList()).stream().findFirst();
    }

    public Page<PullThroughCacheRule> page(Registry registry, Optional<String> after, int size) {
        return Page.of(rules.rules(registry, after), size, PullThroughCacheRule::prefix);
    }

    /**
     * Changes what is given.
     *
     * @throws EcrException PullThroughCacheRuleNotFoundException, and what {@link UpstreamCredentials#requireReadable} says of
     *     another secret
     */
    public PullThroughCacheRule update(
            Registry registry, String prefix, Optional<String> credentialArn, Optional<String> customRoleArn) {
        PullThroughCacheRule changed = get(registry, prefix).with(credentialArn, customRoleArn, now());
        if (credentialArn.isPresent()) {
            credentials.requireReadable(registry, changed);
        }
        if (!rules.replace(registry, changed)) {
            throw notFound(registry, prefix);
        }
        return changed;
    }

    /** @throws EcrException PullThroughCacheRuleNotFoundException */
    public PullThroughCacheRule delete(Registry registry, String prefix) {
        return rules.delete(registry, PullThroughCacheRule.normalized(prefix)).orElseThrow(() -> notFound(registry, prefix));
    }

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static EcrException notFound(Registry registry, String prefix) {
        return new EcrException(ErrorCode.PULL_THROUGH_CACHE_RULE_NOT_FOUND, "The pull through cache rule for the repository prefix '"
                + PullThroughCacheRule.normalized(prefix) + "' does not exist in the registry with id '" + registry.account() + "'");
    }
}
