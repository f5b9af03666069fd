package dev.ferry.registry;

import java.util.regex.Pattern;

/** An image tag: 1 to 300 of the characters that ECR takes, as its own message gives them. */
public record Tag(String value) implements Comparable<Tag> {
    private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9_.-]{1,300}");

    public Tag {
        if (!PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("must satisfy regular expression '[a-zA-Z0-9-_.]+'");
        }
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
