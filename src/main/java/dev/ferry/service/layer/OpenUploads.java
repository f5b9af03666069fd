package dev.ferry.service.layer;

import dev.ferry.clients.LimitSettings;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.service.access.AccountThrottle;
import dev.ferry.store.UploadsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps an account from opening ever more layer uploads, each of which keeps chunks for a day. They are counted by an
 * index that a chunk does not touch, and not for each upload: an account that is far from the bound may begin a part of
 * what it has left before it is counted again. So the bound is not exact where many functions begin uploads at once.
 */
@ApplicationScoped
public class OpenUploads {
    private static final int ACCOUNTS = 10_000;
    /** Which part of what is left may be begun uncounted, of each function. */
    private static final int PART = 8;

    private final UploadsTable uploads;
    private final int most;
    private final Clock clock;
    private final Map<Registry, Uncounted> uncounted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Registry, Uncounted> eldest) {
            return size() > ACCOUNTS;
        }
    };

    private record Uncounted(int left, Instant until) {}

    public OpenUploads(UploadsTable uploads, LimitSettings limits, Clock clock) {
        if (limits.openUploads() < 1) {
            throw new IllegalArgumentException("an account may open at least one upload");
        }
        this.uploads = uploads;
        this.most = limits.openUploads();
        this.clock = clock;
    }

    /**
     * Lets a further upload be begun.
     *
     * @throws EcrException ThrottlingException if the account has too many open
     */
    public void requireRoom(Registry registry) {
        Instant now = clock.instant();
        synchronized (uncounted) {
            Uncounted share = uncounted.get(registry);
            if (share != null && share.left() > 0 && now.isBefore(share.until())) {
                uncounted.put(registry, new Uncounted(share.left() - 1, share.until()));
                return;
            }
        }
        int left = most - uploads.count(registry, now);
        if (left <= 0) {
            throw new EcrException(ErrorCode.THROTTLING, "Rate exceeded: the account " + registry.account() + " has "
                    + most + " layer uploads open in " + registry.region()
                    + ". Complete some, or wait until they expire, a day after their last part");
        }
        synchronized (uncounted) {
            uncounted.put(registry, new Uncounted((left - 1) / PART, now.plus(AccountThrottle.LIFETIME)));
        }
    }
}
