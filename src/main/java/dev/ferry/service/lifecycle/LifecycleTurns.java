package dev.ferry.service.lifecycle;

import dev.ferry.messaging.LifecycleMessage.Progress;
import dev.ferry.messaging.LifecycleMessage.Turn;
import dev.ferry.messaging.LifecycleQueue;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryNotFoundException;
import dev.ferry.registry.lifecycle.LifecycleCensus;
import dev.ferry.registry.lifecycle.LifecycleEvaluation;
import dev.ferry.registry.lifecycle.LifecycleEvaluationJson;
import dev.ferry.registry.lifecycle.LifecyclePolicy;
import dev.ferry.registry.lifecycle.StoredLifecyclePolicy;
import dev.ferry.store.LifecyclePoliciesTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Evaluates the lifecycle policy of a repository and takes what it takes, some images a turn. All turns of an evaluation go
 * by the same ages, so that what one has taken changes nothing of what the next one takes. A turn can be cut off anywhere and
 * repeated.
 */
@ApplicationScoped
public class LifecycleTurns {
    private static final Logger LOG = Logger.getLogger(LifecycleTurns.class);

    private final LifecyclePoliciesTable policies;
    private final LifecycleImages images;
    private final ImageExpiry expiry;
    private final LifecycleQueue queue;
    private final LifecyclePages pages;
    private final Clock clock;

    public LifecycleTurns(
            LifecyclePoliciesTable policies, LifecycleImages images, ImageExpiry expiry, LifecycleQueue queue,
            LifecyclePages pages, Clock clock) {
        this.policies = policies;
        this.images = images;
        this.expiry = expiry;
        this.queue = queue;
        this.pages = pages;
        this.clock = clock;
    }

    /** @throws RuntimeException when it may succeed if it is tried again */
    public void take(RegionName region, Turn turn) {
        Registry registry = new Registry(turn.repository().account(), region);
        Optional<StoredLifecyclePolicy> stored = policies.policy(registry, turn.repository().repository());
        if (stored.isEmpty()) {
            LOG.infof("%s in %s has no lifecycle policy any more", turn.repository(), region);
            return;
        }
        try {
            take(registry, turn, stored.get());
        } catch (RepositoryNotFoundException gone) {
            LOG.infof("%s in %s was deleted, with its lifecycle policy", turn.repository(), region);
        }
    }

    private void take(Registry registry, Turn turn, StoredLifecyclePolicy stored) {
        RepositoryKey key = turn.repository();
        Digest text = Digest.sha256(stored.text().getBytes(StandardCharsets.UTF_8));
        Optional<Progress> progress = turn.progress().filter(seen -> seen.policy().equals(text));
        LifecycleEvaluation evaluation = progress
                .map(seen -> LifecycleEvaluationJson.read(stored.policy(), seen.evaluation()))
                .orElseGet(() -> census(registry, key, stored.policy()));
        int taken = 0;
        Iterator<Image> rest = images.of(registry, key, progress.map(Progress::from)).iterator();
        while (rest.hasNext()) {
            Image image = rest.next();
            if (taken == pages.taken()) {
                queue.send(registry.region(), new Turn(key, Optional.of(
                        new Progress(text, LifecycleEvaluationJson.write(evaluation), image.digest()))));
                return;
            }
            taken += expiry.take(registry, key, image, evaluation) ? 1 : 0;
        }
        policies.evaluated(registry, key.repository(), stored.text(), evaluation.now());
        LOG.infof("%s in %s: its lifecycle policy was evaluated", key, registry.region());
    }

    private LifecycleEvaluation census(Registry registry, RepositoryKey key, LifecyclePolicy policy) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        LifecycleCensus census = new LifecycleCensus(policy, now);
        images.of(registry, key, Optional.empty()).forEach(census::count);
        return census.evaluation();
    }
}
