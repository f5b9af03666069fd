package dev.ferry.upstream;

import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;

/** The upstream registries of pull through cache rules. */
@ApplicationScoped
public class Upstreams {
    private final UpstreamHttp http;
    private final UpstreamTokens tokens;
    private final UpstreamAddresses addresses;
    private final UpstreamCredentials credentials;

    public Upstreams(
            UpstreamHttp http, UpstreamTokens tokens, UpstreamAddresses addresses, UpstreamCredentials credentials) {
        this.http = http;
        this.tokens = tokens;
        this.addresses = addresses;
        this.credentials = credentials;
    }

    /**
     * A repository of an upstream registry, for one pull.
     *
     * @param registry whose rule it is
     */
    public UpstreamRepository repository(Registry registry, PullThroughCacheRule rule, String repository) {
        return new UpstreamRepository(
                http, tokens, addresses.of(rule.host()), repository, credentials.basic(registry, rule));
    }
}
