package dev.ferry.registry.lifecycle;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Tag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ECR's rules of evaluation as its user guide puts them, sentence by sentence, with all images in memory. */
final class NaiveEvaluator {
    private NaiveEvaluator() {}

    /** The priority of the rule that takes each image; an image that stays is not there. */
    static Map<Digest, Integer> evaluate(LifecyclePolicy policy, List<Image> images, Instant now) {
        Map<Digest, Integer> marked = new HashMap<>();
        Set<Digest> matchedByHigher = new HashSet<>();
        List<LifecycleRule> rules = new ArrayList<>(policy.rules());
        rules.sort((one, other) -> one.priority() - other.priority());
        for (LifecycleRule rule : rules) {
            List<Image> identified = new ArrayList<>();
            for (Image image : images) {
                if (identifies(rule, image)) {
                    identified.add(image);
                }
            }
            // From youngest to oldest.
            identified.sort((one, other) -> {
                int byTime = start(other).compareTo(start(one));
                return byTime != 0 ? byTime : other.digest().toString().compareTo(one.digest().toString());
            });
            for (int place = 0; place < identified.size(); place++) {
                Image image = identified.get(place);
                boolean expires = switch (rule.countType()) {
                    case IMAGE_COUNT_MORE_THAN -> place >= rule.number();
                    case SINCE_IMAGE_PUSHED -> days(start(image), now) > rule.number();
                    case SINCE_IMAGE_PULLED -> days(used(image), now) > rule.number();
                    case SINCE_IMAGE_TRANSITIONED -> days(image.storage().archivedAt().get(), now) > rule.number();
                };
                if (expires && !matchedByHigher.contains(image.digest()) && image.listedBy().isEmpty()) {
                    marked.put(image.digest(), rule.priority());
                }
            }
            identified.forEach(image -> matchedByHigher.add(image.digest()));
        }
        return marked;
    }

    private static boolean identifies(LifecycleRule rule, Image image) {
        boolean archived = image.storage().isArchived();
        if (archived != rule.storageClass().name().equals("ARCHIVE")) {
            return false;
        }
        switch (rule.tags().status()) {
            case ANY:
                return true;
            case UNTAGGED:
                return image.tags().isEmpty();
            default:
                for (String prefix : rule.tags().prefixes()) {
                    if (!anyTag(image, prefix + ".*")) {
                        return false;
                    }
                }
                for (String pattern : rule.tags().patterns()) {
                    if (!anyTag(image, pattern.replace("*", ".*"))) {
                        return false;
                    }
                }
                return true;
        }
    }

    private static boolean anyTag(Image image, String regex) {
        for (Tag tag : image.tags()) {
            if (tag.value().matches(regex)) {
                return true;
            }
        }
        return false;
    }

    private static Instant start(Image image) {
        return image.storage().activatedAt().isPresent() ? image.storage().activatedAt().get() : image.pushedAt();
    }

    private static Instant used(Image image) {
        if (image.pulledAt().isEmpty()) {
            return start(image);
        }
        boolean restoredSince = image.storage().activatedAt().isPresent()
                && !image.storage().activatedAt().get().isBefore(image.pulledAt().get());
        return restoredSince ? image.storage().activatedAt().get() : image.pulledAt().get();
    }

    /** More than so many whole days, with any fraction of one. */
    private static double days(Instant since, Instant now) {
        return since.until(now, ChronoUnit.MILLIS) / 86_400_000.0;
    }
}
