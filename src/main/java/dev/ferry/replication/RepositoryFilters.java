package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.FilterType.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The filters of one rule, and how they combine. A repository is picked when one of the filters that take names matches it, or
 * when there are none of these, and none of those that exclude names does. A push to it is picked when the same holds of its
 * tag and the filters of tags; where some filter takes tags, a push without one is not picked. What excludes always wins.
 *
 * @param all at most 100
 */
public record RepositoryFilters(List<RepositoryFilter> all) {
    static final int MAX = 100;

    public RepositoryFilters {
        all = List.copyOf(all);
        if (all.size() > MAX) {
            throw new InvalidValueException("A replication rule can have at most " + MAX + " repository filters");
        }
    }

    /**
     * What a rule has to satisfy when it is put; it is not looked at again whenever it is read, for there may be many filters.
     *
     * @throws InvalidValueException when a filter excludes all that another one picks, or every repository
     */
    public void requireNoContradiction() {
        all.stream().filter(filter -> filter.type().excludes()).forEach(this::requireSomethingLeft);
    }

    /**
     * What became of a question.
     *
     * @param by the filters that picked it, none if there are none that could; or those that excluded it, or none of which
     *           picked it
     */
    public record Choice(boolean picks, List<RepositoryFilter> by) {
        /** Whether it was not picked because of a filter that excludes. */
        public boolean excludes() {
            return !picks && by.get(0).type().excludes();
        }

        /** Whether it was not picked because of its tag, or because it has none. */
        public boolean isOfTag() {
            return !picks && by.get(0).type().subject() == Subject.TAG;
        }
    }

    /** Whether anything of the repository is picked. */
    public Choice choose(RepositoryName repository) {
        return choose(Subject.REPOSITORY, Optional.of(repository.value()));
    }

    /** @param tag empty for what has none */
    public Choice choose(RepositoryName repository, Optional<Tag> tag) {
        Choice byName = choose(repository);
        if (!byName.picks()) {
            return byName;
        }
        Choice byTag = choose(Subject.TAG, tag.map(Tag::value));
        return byTag.picks()
                ? new Choice(true, Stream.concat(byName.by().stream(), byTag.by().stream()).toList())
                : byTag;
    }

    private Choice choose(Subject subject, Optional<String> text) {
        List<RepositoryFilter> excluding = matching(of(subject, true), text);
        if (!excluding.isEmpty()) {
            return new Choice(false, excluding);
        }
        List<RepositoryFilter> taking = of(subject, false);
        List<RepositoryFilter> picking = matching(taking, text);
        return taking.isEmpty() || !picking.isEmpty() ? new Choice(true, picking) : new Choice(false, taking);
    }

    private List<RepositoryFilter> of(Subject subject, boolean excluding) {
        return all.stream()
                .filter(filter -> filter.type().subject() == subject && filter.type().excludes() == excluding)
                .toList();
    }

    private static List<RepositoryFilter> matching(List<RepositoryFilter> filters, Optional<String> text) {
        return filters.stream().filter(filter -> text.filter(filter::matches).isPresent()).toList();
    }

    private void requireSomethingLeft(RepositoryFilter excluding) {
        for (RepositoryFilter other : all) {
            if (!other.type().excludes() && excluding.covers(other)) {
                throw new InvalidValueException("The filter '" + excluding + "' excludes all that the filter '" + other + "' picks");
            }
        }
        if (excluding.type().subject() == Subject.REPOSITORY && excluding.matches("*")) {
            throw new InvalidValueException("The filter '" + excluding + "' excludes every repository");
        }
    }
}
