package dev.ferry.registry.lifecycle;

import dev.ferry.registry.Image;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Finds out from which age on the rules of a policy take images that count them. All images of the repository have to be
 * counted, in any order; no more is held of them than the ages of the youngest that a rule leaves.
 */
public final class LifecycleCensus {
    private final LifecyclePolicy policy;
    private final Instant now;
    private final Map<Integer, PriorityQueue<ImageAge>> left = new HashMap<>();
    private final Map<Integer, ImageAge> oldestLeft = new HashMap<>();

    /** @param now by which the rules that ask for an age are applied */
    public LifecycleCensus(LifecyclePolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        policy.rules().stream().filter(rule -> !rule.countType().isAge())
                .forEach(rule -> left.put(rule.priority(), new PriorityQueue<>()));
    }

    /** Counts an image of the repository, also one that no rule may take. */
    public void count(Image image) {
        ImageAge age = ImageAge.of(image);
        for (LifecycleRule rule : policy.rules()) {
            PriorityQueue<ImageAge> youngest = left.get(rule.priority());
            if (youngest != null && rule.isAbout(image)) {
                youngest.add(age);
                if (youngest.size() > rule.number()) {
                    youngest.remove();
                    oldestLeft.put(rule.priority(), youngest.element());
                }
            }
        }
    }

    /** What the policy does with each image, once all were counted. */
    public LifecycleEvaluation evaluation() {
        return new LifecycleEvaluation(policy, now, oldestLeft);
    }
}
