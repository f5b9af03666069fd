package dev.ferry.service.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.RepositoryFilter;
import dev.ferry.replication.RepositoryFilters;
import dev.ferry.service.repository.RepositoryCreation.NewRepository;
import dev.ferry.store.ItemKey;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Where a push would replicate to if it were made now, and why not elsewhere: asked of whoever decides it when a push is
 * made. Nothing is written. Whether the image's own content is whole shows only when it is copied.
 */
@ApplicationScoped
public class ReplicationExplanations {
    private final Tables tables;
    private final SettingsTable settings;
    private final RepositoriesTable repositories;
    private final ImageTags tags;
    private final ReplicationAuthorizer authorizer;
    private final MissingRepositories missing;
    private final Clock clock;

    public ReplicationExplanations(
            Tables tables,
            SettingsTable settings,
            RepositoriesTable repositories,
            ImageTags tags,
            ReplicationAuthorizer authorizer,
            MissingRepositories missing,
            Clock clock) {
        this.tables = tables;
        this.settings = settings;
        this.repositories = repositories;
        this.tags = tags;
        this.authorizer = authorizer;
        this.missing = missing;
        this.clock = clock;
    }

    /**
     * What becomes of one destination of one rule.
     *
     * @param rule    counted from 1, as they stand in the configuration
     * @param picked  whether the rule picks the repository
     * @param refused the code that the replication would fail with
     * @param why     for a person
     * @param statement of the destination's registry policy that allows or denies it, by its Sid, or as {@code Statement[n]}
     */
    public record Explanation(
            int rule, Registry destination, boolean picked, Optional<FailureCode> refused, String why, Optional<String> statement) {
        public boolean replicates() {
            return picked && refused.isEmpty();
        }
    }

    /** @param tag empty for a push by digest */
    public List<Explanation> explain(Registry source, RepositoryName repository, Optional<Tag> tag) {
        ReplicationConfiguration configuration = settings.replication(source);
        Instant now = clock.instant();
        Push push = new Push(PushId.at(now, "explained"), source, repository, Digest.sha256(new byte[0]), tag,
                tag.isPresent() ? OptionalLong.of(Long.MAX_VALUE) : OptionalLong.empty(), now, Plan.of(configuration, repository, tag));
        List<Explanation> explanations = new ArrayList<>();
        int rules = 0;
        for (ReplicationRule rule : configuration.rules()) {
            int number = ++rules;
            RepositoryFilters.Choice choice = rule.filters().choose(repository, tag);
            rule.destinations().forEach(destination -> explanations.add(choice.picks()
                    ? judged(number, push, destination, picked(rule, choice))
                    : new Explanation(number, destination, false, Optional.empty(), passedOver(choice, repository, tag),
                            Optional.empty())));
        }
        return explanations;
    }

    private static String picked(ReplicationRule rule, RepositoryFilters.Choice choice) {
        if (!choice.by().isEmpty()) {
            return "Picked by " + named(choice);
        }
        return rule.filters().all().isEmpty()
                ? "The rule has no filter, so it picks every repository"
                : "Excluded by no filter of the rule";
    }

    private static String passedOver(RepositoryFilters.Choice choice, RepositoryName repository, Optional<Tag> tag) {
        String what = choice.isOfTag()
                ? tag.map(named -> "the tag " + named).orElse("a push without a tag")
                : repository.value();
        return choice.excludes()
                ? "A filter of the rule excludes " + what + ": " + named(choice)
                : "No filter of the rule picks " + what + ": " + named(choice);
    }

    private static String named(RepositoryFilters.Choice choice) {
        return choice.by().stream().map(RepositoryFilter::toString).collect(Collectors.joining(", "));
    }

    private Explanation judged(int rule, Push push, Registry destination, String picked) {
        ReadSnapshot there = tables.get(destination.region(), wanted(push, destination));
        Optional<String> statement = authorizer.decidingStatement(push, destination, there);
        try {
            Granted granted = authorizer.authorize(push, destination, there);
            String arrives = repositories.repository(there, destination, push.repository())
                    .map(present -> intoPresent(push, present, there))
                    .orElseGet(() -> intoNew(missing.begin(push, destination, granted)));
            return new Explanation(rule, destination, true, Optional.empty(), picked + ". " + statement.map(allowing ->
                    "The statement " + allowing + " of the registry policy there allows it. ").orElse("") + arrives, statement);
        } catch (ReplicationRefusedException refused) {
            return new Explanation(rule, destination, true, Optional.of(refused.code()), refused.getMessage(), statement);
        }
    }

    private static List<ItemKey> wanted(Push push, Registry destination) {
        List<ItemKey> wanted = new ArrayList<>(List.of(
                PoliciesTable.registryPolicyKey(destination.account()),
                RepositoriesTable.key(destination.account(), push.repository())));
        push.tag().ifPresent(tag -> wanted.add(
                ImagesTable.tagKey(new RepositoryKey(destination.account(), push.repository()), tag)));
        return wanted;
    }

    private String intoPresent(Push push, Repository present, ReadSnapshot there) {
        RepositoryKey key = new RepositoryKey(present.registry().account(), present.name());
        return push.tag()
                .filter(present.tagMutability()::isImmutable)
                .flatMap(tag -> tags.tag(there, key, tag).digest().map(held -> "The tag " + tag
                        + " is immutable there and stays with " + held + ", so another image arrives without it"))
                .orElse("The repository is there");
    }

    private static String intoNew(NewRepository made) {
        return "The repository is made there, with tags that are "
                + made.repository().tagMutability().mode() + (made.writes().size() > 1 ? " and with a policy" : "");
    }
}
