package dev.ferry.store;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * The table {@code repositories}: one item a repository.
 *
 * <pre>
 * registry (account)  name       holds
 * 111122223333        team/app   id, createdAt, the settings, resourceTags, deleting
 * </pre>
 *
 * One that is {@code deleting} is not found; {@link RepositoryDeletions} says why.
 */
@ApplicationScoped
public class RepositoriesTable {
    static final String TABLE = "repositories";
    static final String DELETING = "deleting";
    /** What makes an item this very repository in this very state. */
    private static final List<String> SETTINGS = Stream.concat(
                    Stream.of("id", "scanOnPush"), RepositoryAttributes.NAMES.stream())
            .toList();

    private final Tables tables;

    public RepositoriesTable(Tables tables) {
        this.tables = tables;
    }

    public static ItemKey key(AccountId account, RepositoryName name) {
        return ItemKey.of(TABLE, "registry", account.value(), "name", name.value());
    }

    public Optional<Repository> repository(ReadSnapshot items, Registry registry, RepositoryName name) {
        return items.at(key(registry.account(), name)).flatMap(item -> read(registry, item));
    }

    public Optional<Repository> repository(Registry registry, RepositoryName name) {
        return tables.get(registry.region(), key(registry.account(), name)).flatMap(item -> read(registry, item));
    }

    /** A repository that nobody finds any more, but whose deletion has not come to its end. */
    public Optional<Repository> beingDeleted(Registry registry, RepositoryName name) {
        return tables.get(registry.region(), key(registry.account(), name))
                .filter(item -> item.containsKey(DELETING))
                .map(item -> readAny(registry, item));
    }

    /**
     * The registry's repositories, sorted by name. They are read as the stream is.
     *
     * @param after  the name behind which they start; empty for all of them
     * @param atOnce how many are read in one call
     */
    public Stream<Repository> repositories(Registry registry, Optional<RepositoryName> after, int atOnce) {
        return tables.in(registry.region())
                .queryPaginator(query -> {
                    query.tableName(tables.name(TABLE))
                            .keyConditionExpression("registry = :account")
                            .expressionAttributeValues(Map.of(":account", Attributes.string(registry.account())))
                            .consistentRead(true)
                            .limit(atOnce);
                    after.ifPresent(name -> query.exclusiveStartKey(key(registry.account(), name).key()));
                })
                .items()
                .stream()
                .flatMap(item -> read(registry, item).stream());
    }

    /** Adds a repository; false if its name is taken. */
    public boolean create(Repository repository) {
        try {
            tables.in(repository.registry().region()).putItem(put -> put.tableName(tables.name(TABLE))
                    .item(item(repository))
                    .conditionExpression("attribute_not_exists(id)"));
            return true;
        } catch (ConditionalCheckFailedException taken) {
            return false;
        }
    }

    /**
     * Changes the settings of a repository, which are still as they were seen.
     *
     * @throws ContentionException if they aren't, or the repository is gone; nothing was written
     */
    public void replace(Repository seen, Repository changed) {
        UnchangedCondition unchanged = UnchangedCondition.of(item(seen), SETTINGS);
        try {
            tables.in(seen.registry().region()).putItem(put -> put.tableName(tables.name(TABLE))
                    .item(item(changed))
                    .conditionExpression("attribute_not_exists(deleting) AND " + unchanged.condition())
                    .expressionAttributeValues(unchanged.values()));
        } catch (ConditionalCheckFailedException changedMeanwhile) {
            throw new ContentionException("the repository " + seen.name() + " was changed meanwhile", changedMeanwhile);
        }
    }

    /** Part of a transaction: this very repository is there. */
    public Write isThere(Repository repository) {
        return isThere(repository, () -> EcrException.repositoryNotFound(repository.registry(), repository.name()));
    }

    /** @param gone what it means when it is not there any more */
    public Write isThere(Repository repository, Supplier<? extends RuntimeException> gone) {
        return Write.check(
                ConditionCheck.builder()
                        .tableName(tables.name(TABLE))
                        .key(key(repository.registry().account(), repository.name()).key())
                        .conditionExpression("id = :id AND attribute_not_exists(deleting)")
                        .expressionAttributeValues(Map.of(":id", Attributes.string(repository.id())))
                        .build(),
                gone);
    }

    /** Part of a transaction: this very repository is there, and holds its tags as it was seen to; otherwise it is contention. */
    public Write tagMutabilityUnchanged(Repository repository) {
        Map<String, AttributeValue> seen = item(repository);
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":id", seen.get("id"));
        values.put(":tagMutability", seen.get("tagMutability"));
        String exclusions = "attribute_not_exists(tagMutabilityExclusions)";
        if (seen.containsKey("tagMutabilityExclusions")) {
            exclusions = "tagMutabilityExclusions = :exclusions";
            values.put(":exclusions", seen.get("tagMutabilityExclusions"));
        }
        return Write.check(
                ConditionCheck.builder()
                        .tableName(tables.name(TABLE))
                        .key(key(repository.registry().account(), repository.name()).key())
                        .conditionExpression("id = :id AND attribute_not_exists(deleting) "
                                + "AND tagMutability = :tagMutability AND " + exclusions)
                        .expressionAttributeValues(values)
                        .build(),
                ContentionException.over("the repository " + repository.name()));
    }

    /** Part of a transaction: adds the repository, for the one who comes first. */
    public Write creation(Repository repository) {
        return Write.put(
                Put.builder()
                        .tableName(tables.name(TABLE))
                        .item(item(repository))
                        .conditionExpression("attribute_not_exists(id)")
                        .build(),
                () -> new ContentionException("the repository " + repository.name() + " was made meanwhile"));
    }

    private Map<String, AttributeValue> item(Repository repository) {
        Map<String, AttributeValue> attributes = RepositoryAttributes.of(
                repository.tagMutability(), repository.encryption(), repository.resourceTags());
        attributes.put("id", Attributes.string(repository.id()));
        attributes.put("createdAt", Attributes.time(repository.createdAt()));
        attributes.put("scanOnPush", Attributes.flag(repository.scanOnPush()));
        return key(repository.registry().account(), repository.name()).item(attributes);
    }

    private static Optional<Repository> read(Registry registry, Map<String, AttributeValue> item) {
        return item.containsKey(DELETING) ? Optional.empty() : Optional.of(readAny(registry, item));
    }

    private static Repository readAny(Registry registry, Map<String, AttributeValue> item) {
        return new Repository(
                registry,
                new RepositoryName(Attributes.string(item, "name")),
                Attributes.string(item, "id"),
                Attributes.time(item, "createdAt"),
                RepositoryAttributes.tagMutability(item),
                item.get("scanOnPush").bool(),
                RepositoryAttributes.encryption(item),
                RepositoryAttributes.resourceTags(item));
    }
}
