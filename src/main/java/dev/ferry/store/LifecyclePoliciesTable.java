package dev.ferry.store;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.lifecycle.StoredLifecyclePolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * Lifecycle policies in the table {@code policies}. Each has a second item by which all of a Region are found, whoever they
 * belong to.
 *
 * <pre>
 * registry              scope                   holds
 * 111122223333          lifecycle/team/app      text, evaluatedAt
 * lifecycle-policies    111122223333/team/app   nothing
 * </pre>
 */
@ApplicationScoped
public class LifecyclePoliciesTable {
    private static final String LIST = "lifecycle-policies";
    private static final Supplier<RuntimeException> UNCONDITIONAL =
            () -> new IllegalStateException("a write without a condition cannot break one");

    private final Tables tables;

    public LifecyclePoliciesTable(Tables tables) {
        this.tables = tables;
    }

    private static ItemKey key(AccountId account, RepositoryName name) {
        return ItemKey.of(PoliciesTable.TABLE, "registry", account.value(), "scope", "lifecycle/" + name);
    }

    private static ItemKey listKey(AccountId account, RepositoryName name) {
        return ItemKey.of(PoliciesTable.TABLE, "registry", LIST, "scope", account + "/" + name);
    }

    public Optional<StoredLifecyclePolicy> policy(Registry registry, RepositoryName name) {
        return tables.get(registry.region(), key(registry.account(), name))
                .map(item -> new StoredLifecyclePolicy(
                        Attributes.string(item, "text"), Attributes.optionalTime(item, "evaluatedAt")));
    }

    /** Parts of a transaction: the repository has this policy from now on, which was never evaluated. */
    public List<Write> putting(Registry registry, RepositoryName name, String text) {
        return List.of(
                put(key(registry.account(), name).item(Map.of("text", Attributes.string(text)))),
                put(listKey(registry.account(), name).key()));
    }

    private Write put(Map<String, AttributeValue> item) {
        return Write.put(Put.builder().tableName(tables.name(PoliciesTable.TABLE)).item(item).build(), UNCONDITIONAL);
    }

    /** Notes when all that the policy takes was taken, unless it is another one by now. */
    public void evaluated(Registry registry, RepositoryName name, String text, Instant now) {
        try {
            tables.in(registry.region()).updateItem(update -> update.tableName(tables.name(PoliciesTable.TABLE))
                    .key(key(registry.account(), name).key())
                    .updateExpression("SET evaluatedAt = :now")
                    .conditionExpression("#text = :text")
                    .expressionAttributeNames(Map.of("#text", "text"))
                    .expressionAttributeValues(
                            Map.of(":now", Attributes.time(now), ":text", Attributes.string(text))));
        } catch (ConditionalCheckFailedException another) {
            // That one was not evaluated.
        }
    }

    /**
     * The repositories of a Region that have a policy, in the order of what they are called. They are read as the stream is.
     *
     * @param after what the one before is called; empty for all of them
     */
    public Stream<RepositoryKey> repositories(RegionName region, String after, int atOnce) {
        return tables.in(region)
                .queryPaginator(query -> {
                    query.tableName(tables.name(PoliciesTable.TABLE))
                            .keyConditionExpression("registry = :list")
                            .expressionAttributeValues(Map.of(":list", Attributes.string(LIST)))
                            .consistentRead(true)
                            .limit(atOnce);
                    if (!after.isEmpty()) {
                        query.exclusiveStartKey(
                                ItemKey.of(PoliciesTable.TABLE, "registry", LIST, "scope", after).key());
                    }
                })
                .items()
                .stream()
                .map(item -> RepositoryKey.parse(Attributes.string(item, "scope")));
    }

    /**
     * Deletes the policy that was seen.
     *
     * @throws ContentionException if it is another one by now; nothing was deleted
     */
    public void delete(Registry registry, RepositoryName name, StoredLifecyclePolicy seen) {
        tables.commit(registry.region(), List.of(
                Write.delete(
                        deletion(key(registry.account(), name))
                                .conditionExpression("#text = :seen")
                                .expressionAttributeNames(Map.of("#text", "text"))
                                .expressionAttributeValues(Map.of(":seen", Attributes.string(seen.text())))
                                .build(),
                        ContentionException.over("the lifecycle policy of " + name)),
                Write.delete(deletion(listKey(registry.account(), name)).build(), UNCONDITIONAL)));
    }

    /** Parts of a transaction: a repository takes its policy and its preview with it when it goes. */
    public List<Write> removalOfRepository(Registry registry, RepositoryName name) {
        return List.of(
                Write.delete(deletion(key(registry.account(), name)).build(), UNCONDITIONAL),
                Write.delete(deletion(listKey(registry.account(), name)).build(), UNCONDITIONAL),
                Write.delete(deletion(LifecyclePreviewsTable.key(registry.account(), name)).build(), UNCONDITIONAL));
    }

    private Delete.Builder deletion(ItemKey key) {
        return Delete.builder().tableName(tables.name(PoliciesTable.TABLE)).key(key.key());
    }
}
