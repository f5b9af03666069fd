package dev.ferry.service.layer;

import dev.ferry.clients.LimitSettings;
import dev.ferry.identity.Caller;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.service.access.AccountThrottle;
import dev.ferry.store.UploadsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps anyone from opening ever more layer uploads, each of which keeps chunks for a day. In each registry its account,
 * every other account and every narrowed key has a number of its own, so that none can use up another's. They are counted by an
 * index that a chunk does not touch, and not for each upload: who is far from the bound may begin a part of what is left
 * before it is counted again. So the bound is not exact where many functions begin uploads at once.
 */
@ApplicationScoped
public class OpenUploads {
    private static final int CALLERS = 10_000;
    /** Which part of what is left may be begun uncounted, of each function. */
    private static final int PART = 8;

    private final UploadsTable uploads;
    private final int most;
    private final Clock clock;
    private final Map<Place, Uncounted> uncounted = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Uncounted> eldest) {
            return size() > CALLERS;
        }
    };

    private record Place(RegionName region, String countedAs) {}

    private record Uncounted(int left, Instant until) {}

    public OpenUploads(UploadsTable uploads, LimitSettings limits, Clock clock) {
        if (limits.openUploads() < 1) {
            throw new IllegalArgumentException("everyone may open at least one upload");
        }
        this.uploads = uploads;
        this.most = limits.openUploads();
        this.clock = clock;
    }

    /**
     * Lets a further upload be begun.
     *
     * @return whom it is counted as
     * @throws EcrException ThrottlingException if the caller has too many open in the registry
     */
    public String requireRoom(Registry registry, Caller caller) {
        Place place = new Place(registry.region(), countedAs(registry, caller));
        Instant now = clock.instant();
        synchronized (uncounted) {
            Uncounted share = uncounted.get(place);
            if (share != null && share.left() > 0 && now.isBefore(share.until())) {
                uncounted.put(place, new Uncounted(share.left() - 1, share.until()));
                return place.countedAs();
            }
        }
        int left = most - uploads.count(place.region(), place.countedAs(), now);
        if (left <= 0) {
            throw new EcrException(ErrorCode.THROTTLING, "Rate exceeded: " + caller.principalArn() + " has " + most
                    + " layer uploads open in " + registry + ". Complete some, or wait until they expire, a day after their last part");
        }
        synchronized (uncounted) {
            uncounted.put(place, new Uncounted((left - 1) / PART, now.plus(AccountThrottle.LIFETIME)));
        }
        return place.countedAs();
    }

    private static String countedAs(Registry registry, Caller caller) {
        String owner = registry.account().value();
        return caller.countedAs().equals(owner) ? owner : owner + "#" + caller.countedAs();
    }
}
