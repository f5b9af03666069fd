package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RepositoryName;
import java.util.regex.Pattern;

/**
 * Picks the repositories whose name starts with a prefix (ECR API, {@code RepositoryFilter}, {@code PREFIX_MATCH}).
 * There is no wildcard: the prefix is taken as it stands, not by path segments.
 *
 * @param prefix 2 to 256 characters
 */
public record RepositoryFilter(String prefix) {
    private static final String EXPRESSION =
            "^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$";
    // Says the same without nested repetition: a segment that ends in '/' starts with a letter or a digit.
    private static final Pattern PATTERN = Pattern.compile("(?:[a-z0-9][a-z0-9._-]*+/)*+[a-z0-9._-]*+");

    public RepositoryFilter {
        if (prefix.length() < 2 || prefix.length() > 256 || !PATTERN.matcher(prefix).matches()) {
            throw new InvalidValueException("must satisfy regular expression '" + EXPRESSION + "'");
        }
    }

    public boolean matches(RepositoryName repository) {
        return repository.value().startsWith(prefix);
    }
}
