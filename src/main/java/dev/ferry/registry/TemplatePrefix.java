package dev.ferry.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which repositories a creation template is for (ECR API, {@code Prefix}): those whose names start with it and a slash;
 * as {@code ROOT}, those that no other template is for.
 *
 * @param value 1 to 256 characters, without the slash at the end, which is implied: {@code prod/} is {@code prod}
 */
public record TemplatePrefix(String value) {
    private static final String EXPRESSION =
            "^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$";
    // Possessive, so that a hostile prefix costs time linear in its length; it accepts the same ones.
    private static final Pattern PATTERN = Pattern.compile(
            "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+)*+/?|ROOT");

    public static final TemplatePrefix ROOT = new TemplatePrefix("ROOT");

    public TemplatePrefix {
        if (value.length() > 256 || !PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("must satisfy regular expression '" + EXPRESSION + "'");
        }
        value = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    /** Every prefix that a template for the repository can have: the longest, which goes before the others, first. */
    public static List<TemplatePrefix> of(RepositoryName repository) {
        List<TemplatePrefix> prefixes = new ArrayList<>();
        String name = repository.value();
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            prefixes.add(new TemplatePrefix(name.substring(0, slash)));
        }
        prefixes.add(ROOT);
        return prefixes;
    }

    @Override
    public String toString() {
        return value;
    }
}
