package dev.ferry.registry;

import java.util.regex.Pattern;

/** The name of a repository, with its namespaces: 2 to 256 characters (ECR API, {@code RepositoryName}). */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
    private static final String EXPRESSION =
            "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*";
    // Possessive, so that a hostile name costs time linear in its length; it accepts the same names.
    private static final Pattern PATTERN = Pattern.compile(
            "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+)*+");

    public RepositoryName {
        if (value.length() < 2 || value.length() > 256 || !PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("must satisfy regular expression '" + EXPRESSION + "'");
        }
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
