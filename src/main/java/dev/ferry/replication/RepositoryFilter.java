package dev.ferry.replication;

import dev.ferry.registry.Wildcard;

/**
 * One filter of a rule, over the names of repositories or over tags (ECR API, {@code RepositoryFilter}). In ECR's own
 * {@code PREFIX_MATCH} there is no wildcard: the prefix is taken as it stands, not by path segments. In the types with a
 * wildcard {@code *} stands for any characters, a slash among them.
 *
 * @param filter a prefix of 2 to 256 characters; a repository's name; a wildcard over names of 1 to 256, or over tags of 1 to
 *               128 characters, with at most four {@code *}
 */
public record RepositoryFilter(FilterType type, String filter) {
    public RepositoryFilter {
        type.require(filter);
    }

    /** ECR's own kind. */
    public RepositoryFilter(String prefix) {
        this(FilterType.PREFIX_MATCH, prefix);
    }

    boolean matches(String text) {
        return Wildcard.matches(type.wildcard(filter), text);
    }

    /** Whether it matches all that the other one matches, so that the other one can do nothing beside it. */
    boolean covers(RepositoryFilter other) {
        // A '*' of the other one can only be met by one of this, which then meets whatever stands in its place.
        return type.subject() == other.type.subject() && matches(other.type.wildcard(other.filter));
    }

    @Override
    public String toString() {
        return type == FilterType.PREFIX_MATCH ? filter : type + " " + filter;
    }
}
