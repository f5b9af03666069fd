package dev.ferry.registry.lifecycle;

import dev.ferry.registry.Tag;
import dev.ferry.registry.Wildcard;
import java.util.Collection;
import java.util.List;

/**
 * Which images a rule is about, by their tags.
 *
 * @param prefixes each has to begin some tag of a tagged image
 * @param patterns each has to match some tag of a tagged image; one of the two lists is empty, and both are if the status is
 *                 another one
 */
public record TagSelection(Status status, List<String> prefixes, List<String> patterns) {

    /** ECR's three statuses, by ECR's names. */
    public enum Status { TAGGED, UNTAGGED, ANY }

    /** The most {@code *} of a pattern. */
    static final int MAX_WILDCARDS = 4;

    public TagSelection {
        prefixes = List.copyOf(prefixes);
        patterns = List.copyOf(patterns);
    }

    /** Whether an image with these tags is meant. */
    public boolean matches(Collection<Tag> tags) {
        return switch (status) {
            case ANY -> true;
            case UNTAGGED -> tags.isEmpty();
            case TAGGED -> prefixes.stream().allMatch(prefix -> tags.stream().anyMatch(tag -> tag.value().startsWith(prefix)))
                    && patterns.stream().allMatch(pattern -> tags.stream().anyMatch(tag -> matches(pattern, tag)));
        };
    }

    /** ECR has one wildcard alone, and no tag has a question mark. */
    private static boolean matches(String pattern, Tag tag) {
        return pattern.indexOf('?') < 0 && Wildcard.matches(pattern, tag.value());
    }
}
