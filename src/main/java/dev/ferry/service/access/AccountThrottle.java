package dev.ferry.service.access;

import dev.ferry.clients.LimitSettings;
import dev.ferry.identity.Caller;
import dev.ferry.registry.RegionName;
import dev.ferry.store.RequestTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds each account to its share of requests, by a token bucket an account and Region. A narrowed key has a bucket of its
 * own besides, of half the rate, and may take only the upper half of its account's: so neither it nor all of them can keep
 * their account from what it does itself.
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
    private static final int CALLERS = 10_000;

    private final RequestTokens tokens;
    private final Clock clock;
    private final int block;
    private final Duration timeOfBlock;
    private final Duration timeOfBucket;
    private final Map<Party, Share> shares = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Party, Share> eldest) {
            return size() > CALLERS;
        }
    };

    private record Party(RegionName region, String countedAs) {}

    /** What a function has for a party until a moment: tokens, or with none left the refusal. */
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
     * Counts a request of the caller, unless it made too many.
     *
     * @return empty if it may be answered, or else after how long it may be made again
     */
    public Optional<Duration> admit(RegionName region, Caller caller) {
        Party party = new Party(region, caller.countedAs());
        Instant now = clock.instant();
        synchronized (shares) {
            Share share = shares.get(party);
            if (share != null && now.isBefore(share.until())) {
                if (share.left() == 0) {
                    return Optional.of(Duration.between(now, share.until()));
                }
                if (share.left() > 1) {
                    shares.put(party, new Share(share.left() - 1, share.until()));
                } else {
                    shares.remove(party);
                }
                return Optional.empty();
            }
        }
        Optional<Duration> wait = take(region, caller, now);
        synchronized (shares) {
            if (wait.isPresent()) {
                shares.put(party, new Share(0, now.plus(wait.get())));
            } else if (block > 1) {
                shares.put(party, new Share(block - 1, now.plus(LIFETIME)));
            }
        }
        return wait;
    }

    private Optional<Duration> take(RegionName region, Caller caller, Instant now) {
        if (caller.policy().isEmpty()) {
            return tokens.take(region, caller.account(), Optional.empty(), timeOfBlock, timeOfBucket, now);
        }
        Duration twice = timeOfBlock.multipliedBy(2);
        return tokens.take(region, caller.account(), Optional.of(caller.accessKeyId()), twice, longer(timeOfBucket, twice), now)
                .or(() -> tokens.take(region, caller.account(), Optional.empty(), timeOfBlock,
                        longer(timeOfBucket.dividedBy(2), timeOfBlock), now));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
