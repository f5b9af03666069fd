package dev.ferry.service.image;

import dev.ferry.registry.Image;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.account.PullTimeSettings;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Notes when images are pulled, which is of interest to the day. No pull waits for it or fails by it: it is written beside
 * the answer, and where that is not to be had, a later pull will be noted. A function that is frozen behind its answer
 * writes when it is next asked for something.
 */
@ApplicationScoped
public class PullTimes {
    private static final Logger LOG = Logger.getLogger(PullTimes.class);
    private static final Duration PRECISION = Duration.ofDays(1);
    private static final int WAITING = 100;

    private final StoredImages images;
    private final PullTimeSettings settings;
    private final Clock clock;
    private final Executor beside = new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), PullTimes::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    public PullTimes(StoredImages images, PullTimeSettings settings, Clock clock) {
        this.images = images;
        this.settings = settings;
        this.clock = clock;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pull-times");
        thread.setDaemon(true);
        return thread;
    }

    /** Notes that an image is pulled, at most once a day, and not by whom the registry excludes. */
    public void pulled(Registry registry, RepositoryName name, Image image, String principalArn) {
        Instant now = clock.instant();
        Instant notSince = now.minus(PRECISION);
        if (image.pulledAt().map(last -> last.isBefore(notSince)).orElse(true)) {
            beside.execute(() -> note(registry, name, image, principalArn, now, notSince));
        }
    }

    private void note(
            Registry registry, RepositoryName name, Image image, String principalArn, Instant now, Instant notSince) {
        try {
            if (!settings.excludes(registry, principalArn)) {
                images.notePull(
                        registry.region(), new RepositoryKey(registry.account(), name), image.digest(), now, notSince);
            }
        } catch (RuntimeException failed) { // any kind: nobody waits for it, and a later pull tries again
            LOG.warnf(failed, "the pull of %s/%s@%s was not noted", registry, name, image.digest());
        }
    }
}
