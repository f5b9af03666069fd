package dev.ferry.registry;

import java.util.regex.Pattern;

/**
 * The name of an AWS Region as ECR writes it: 2 to 25 lower-case letters, digits and hyphens (ECR API, {@code Region}).
 * That such a Region exists, and in which partition, is for {@link Regions} to say.
 */
public record RegionName(String value) implements Comparable<RegionName> {
    private static final Pattern PATTERN = Pattern.compile("[0-9a-z-]{2,25}");

    public RegionName {
        if (!PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("must satisfy regular expression '[0-9a-z-]{2,25}'");
        }
    }

    @Override
    public int compareTo(RegionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
