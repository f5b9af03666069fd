package dev.ferry.service.access;

import dev.ferry.clients.LimitSettings;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.store.RequestTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds each account to its share of requests, by a token bucket an account and Region.
 *
 * <p>API Gateway throttles HTTP APIs by route alone, so it could not tell one tenant from another; and a bucket in the
 * memory of a function would limit nothing, for a tenant who asks more is given more functions. So the bucket is in
 * DynamoDB. A function takes {@link #block} tokens of it at a time and spends them from memory, so that a request costs a
 * hundredth of a write; what it has not spent within {@link #LIFETIME} is lost. While an account is refused, functions
 * remember that, so that a flood costs the tables nothing.
 */
@ApplicationScoped
public class AccountThrottle {
    /** How long a function may spend tokens after it took them. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final int MOST_IN_A_BLOCK = 100;
    private static final int ACCOUNTS = 10_000;

    private final RequestTokens tokens;
    private final Clock clock;
    private final int block;
    private final Duration timeOfBlock;
    private final Duration timeOfBucket;
    private final Map<Registry, Share> shares = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Registry, Share> eldest) {
            return size() > ACCOUNTS;
        }
    };

    /** What a function has for an account until a moment: tokens, or with none left the refusal. */
    private record Share(int left, Instant until) {}

    public AccountThrottle(RequestTokens tokens, LimitSettings limits, Clock clock) {
        if (limits.requestsPerSecond() < 1 || limits.requestBurst() < 1) {
            throw new IllegalArgumentException("an account may make at least one request");
        }
        this.tokens = tokens;
        this.clock = clock;
        this.block = Math.max(1, Math.min(MOST_IN_A_BLOCK, limits.requestBurst() / 10));
        this.timeOfBlock = time(block, limits);
        this.timeOfBucket = time(limits.requestBurst(), limits);
    }

    private static Duration time(int tokens, LimitSettings limits) {
        return Duration.ofMillis(Math.max(1, tokens * 1_000L / limits.requestsPerSecond()));
    }

    /**
     * Counts a request of the account, unless it made too many.
     *
     * @return empty if it may be answered, or else after how long it may be made again
     */
    public Optional<Duration> admit(RegionName region, AccountId account) {
        Registry registry = new Registry(account, region);
        Instant now = clock.instant();
        synchronized (shares) {
            Share share = shares.get(registry);
            if (share != null && now.isBefore(share.until())) {
                if (share.left() == 0) {
                    return Optional.of(Duration.between(now, share.until()));
                }
                if (share.left() > 1) {
                    shares.put(registry, new Share(share.left() - 1, share.until()));
                } else {
                    shares.remove(registry);
                }
                return Optional.empty();
            }
        }
        Optional<Duration> wait = tokens.take(region, account, timeOfBlock, timeOfBucket, now);
        synchronized (shares) {
            if (wait.isPresent()) {
                shares.put(registry, new Share(0, now.plus(wait.get())));
            } else if (block > 1) {
                shares.put(registry, new Share(block - 1, now.plus(LIFETIME)));
            }
        }
        return wait;
    }
}
