package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What a filter of a rule looks at, and what it does to what it matches (ECR API, {@code RepositoryFilterType}). ECR has
 * {@code PREFIX_MATCH} alone; the others are Ferry's own.
 */
public enum FilterType {
    PREFIX_MATCH(Subject.REPOSITORY, Form.PREFIX, false),
    EXACT_MATCH(Subject.REPOSITORY, Form.NAME, false),
    WILDCARD_MATCH(Subject.REPOSITORY, Form.NAME_WILDCARD, false),
    EXCLUDE_EXACT_MATCH(Subject.REPOSITORY, Form.NAME, true),
    EXCLUDE_WILDCARD_MATCH(Subject.REPOSITORY, Form.NAME_WILDCARD, true),
    TAG_WILDCARD_MATCH(Subject.TAG, Form.TAG_WILDCARD, false),
    EXCLUDE_TAG_WILDCARD_MATCH(Subject.TAG, Form.TAG_WILDCARD, true);

    /** What of a push is looked at. */
    public enum Subject { REPOSITORY, TAG }

    private static final int MAX_WILDCARDS = 4;

    private final Subject subject;
    private final Form form;
    private final boolean excludes;

    FilterType(Subject subject, Form form, boolean excludes) {
        this.subject = subject;
        this.form = form;
        this.excludes = excludes;
    }

    /** @throws InvalidValueException if there is no such type */
    public static FilterType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        "Member must satisfy enum value set: " + Arrays.toString(values())));
    }

    Subject subject() {
        return subject;
    }

    /** Whether what it matches is left out, rather than taken. */
    public boolean excludes() {
        return excludes;
    }

    /** @throws InvalidValueException when a filter of this type cannot be that */
    void require(String filter) {
        if (filter.length() < form.shortest || filter.length() > form.longest || !form.accepted.matcher(filter).matches()) {
            throw new InvalidValueException("must satisfy regular expression '" + form.expression + "'");
        }
        if (filter.chars().filter(character -> character == '*').count() > MAX_WILDCARDS) {
            throw new InvalidValueException("can have at most " + MAX_WILDCARDS + " wildcards");
        }
    }

    /** The filter with {@code *} wherever anything may stand. */
    String wildcard(String filter) {
        return form == Form.PREFIX ? filter + "*" : filter;
    }

    /** What the texts look like. The patterns say what the expressions say, without nested repetition that is tried anew. */
    private enum Form {
        /** ECR API, {@code RepositoryFilterValue}. */
        PREFIX(2, 256, "^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$",
                "(?:[a-z0-9][a-z0-9._-]*+/)*+[a-z0-9._-]*+"),
        /** ECR API, {@code RepositoryName}. */
        NAME(2, 256, "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*",
                "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+)*+"),
        /** ECR API, {@code SigningRepositoryFilterValue}, which is of a {@code WILDCARD_MATCH} too. */
        NAME_WILDCARD(1, 256, "^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$",
                "[a-z0-9*]++(?:[._-][a-z0-9*]++)*+(?:/[a-z0-9*]++(?:[._-][a-z0-9*]++)*+)*+"),
        /** ECR API, {@code ImageTagMutabilityExclusionFilterValue}. */
        TAG_WILDCARD(1, 128, "^[0-9a-zA-Z._*-]{1,128}$", "[0-9a-zA-Z._*-]*+");

        private final int shortest;
        private final int longest;
        private final String expression;
        private final Pattern accepted;

        Form(int shortest, int longest, String expression, String accepted) {
            this.shortest = shortest;
            this.longest = longest;
            this.expression = expression;
            this.accepted = Pattern.compile(accepted);
        }
    }
}
