package dev.ferry.registry;

import java.util.regex.Pattern;

/**
 * A wildcard over tags: {@code *} stands for any characters (ECR API, {@code ImageTagMutabilityExclusionFilter}).
 *
 * @param wildcard 1 to 128 characters
 */
public record ExclusionFilter(String wildcard) {
    private static final Pattern PATTERN = Pattern.compile("[0-9a-zA-Z._*-]{1,128}");

    public ExclusionFilter {
        if (!PATTERN.matcher(wildcard).matches()) {
            throw new InvalidValueException("must satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}$'");
        }
    }

    public boolean matches(Tag tag) {
        return Wildcard.matches(wildcard, tag.value());
    }
}
