package dev.ferry.registry.lifecycle;

import dev.ferry.registry.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a lifecycle policy does with each image of a repository at one time (ECR user guide, "How lifecycle policies work").
 * The first rule that is about an image decides whether it is taken: no rule behind it takes the image, and all of them
 * count it. An image that an index lists is counted, and never taken before its index.
 *
 * @param oldestLeft of each rule that counts images and takes some, by its priority: where the oldest stands that it leaves
 */
public record LifecycleEvaluation(LifecyclePolicy policy, Instant now, Map<Integer, ImageAge> oldestLeft) {
    public LifecycleEvaluation {
        oldestLeft = Map.copyOf(oldestLeft);
    }

    /** The rule that takes an image of the repository; empty if it stays as it is. */
    public Optional<LifecycleRule> takes(Image image) {
        return image.listedBy().isEmpty()
                ? policy.rules().stream().filter(rule -> rule.isAbout(image)).findFirst().filter(rule -> takes(rule, image))
                : Optional.empty();
    }

    private boolean takes(LifecycleRule rule, Image image) {
        return switch (rule.countType()) {
            case IMAGE_COUNT_MORE_THAN -> Optional.ofNullable(oldestLeft.get(rule.priority()))
                    .map(oldest -> ImageAge.of(image).compareTo(oldest) < 0)
                    .orElse(false);
            case SINCE_IMAGE_PUSHED -> isOlder(ImageAge.of(image).since(), rule);
            case SINCE_IMAGE_PULLED -> isOlder(lastUse(image), rule);
            case SINCE_IMAGE_TRANSITIONED -> isOlder(image.storage().archivedAt().orElseThrow(), rule);
        };
    }

    /** A pull before it was restored does not count. */
    private static Instant lastUse(Image image) {
        Instant since = ImageAge.of(image).since();
        return image.pulledAt()
                .filter(pulled -> image.storage().activatedAt().map(pulled::isAfter).orElse(true))
                .orElse(since);
    }

    private boolean isOlder(Instant since, LifecycleRule rule) {
        return since.isBefore(now.minus(Duration.ofDays(rule.number())));
    }
}
