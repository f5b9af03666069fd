package dev.ferry.registry;

import java.util.List;

/**
 * Whether a tag may be moved to another image (ECR API, {@code PutImageTagMutability}). The exclusion filters name the
 * tags for which the opposite holds.
 *
 * @param exclusions 1 to 5 for the two modes with exclusions, none for the others
 */
public record TagMutability(Mode mode, List<ExclusionFilter> exclusions) {

    /** ECR's four settings, by ECR's names. */
    public enum Mode {
        MUTABLE(false),
        IMMUTABLE(false),
        MUTABLE_WITH_EXCLUSION(true),
        IMMUTABLE_WITH_EXCLUSION(true);

        private final boolean excludes;

        Mode(boolean excludes) {
            this.excludes = excludes;
        }

        /** Whether it has exclusion filters. */
        public boolean excludes() {
            return excludes;
        }
    }

    /** What a repository has that was made without saying otherwise. */
    public static final TagMutability MUTABLE = new TagMutability(Mode.MUTABLE, List.of());

    private static final int MAX_EXCLUSIONS = 5;

    public TagMutability {
        exclusions = List.copyOf(exclusions);
        if (mode.excludes && exclusions.isEmpty()) {
            throw new InvalidValueException(mode + " needs at least one imageTagMutabilityExclusionFilter");
        }
        if (!mode.excludes && !exclusions.isEmpty()) {
            throw new InvalidValueException("imageTagMutabilityExclusionFilters cannot be given with " + mode);
        }
        if (exclusions.size() > MAX_EXCLUSIONS) {
            throw new InvalidValueException("at most " + MAX_EXCLUSIONS + " imageTagMutabilityExclusionFilters");
        }
    }

    /** Whether this tag, once given, must stay with its image. */
    public boolean isImmutable(Tag tag) {
        boolean excluded = exclusions.stream().anyMatch(filter -> filter.matches(tag));
        return switch (mode) {
            case MUTABLE -> false;
            case IMMUTABLE -> true;
            case MUTABLE_WITH_EXCLUSION -> excluded;
            case IMMUTABLE_WITH_EXCLUSION -> !excluded;
        };
    }
}
