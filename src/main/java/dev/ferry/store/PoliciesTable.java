package dev.ferry.store;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * The table {@code policies}: the text of each policy, as it was put.
 *
 * <pre>
 * registry (account)  scope                 holds
 * 111122223333        registry              text
 * 111122223333        repository/team/app   text
 * 111122223333        lifecycle/team/app    see LifecyclePoliciesTable, LifecyclePreviewsTable
 * </pre>
 */
@ApplicationScoped
public class PoliciesTable {
    static final String TABLE = "policies";

    private final Tables tables;

    public PoliciesTable(Tables tables) {
        this.tables = tables;
    }

    public static ItemKey registryPolicyKey(AccountId account) {
        return ItemKey.of(TABLE, "registry", account.value(), "scope", "registry");
    }

    public static ItemKey repositoryPolicyKey(AccountId account, RepositoryName repository) {
        return ItemKey.of(TABLE, "registry", account.value(), "scope", "repository/" + repository);
    }

    public Optional<String> text(ReadSnapshot items, ItemKey policy) {
        return items.at(policy).map(item -> Attributes.string(item, "text"));
    }

    public Optional<String> text(RegionName region, ItemKey policy) {
        return tables.get(region, policy).map(item -> Attributes.string(item, "text"));
    }

    public void put(RegionName region, ItemKey policy, String text) {
        tables.in(region).putItem(put -> put.tableName(tables.name(TABLE)).item(item(policy, text)));
    }

    /** Part of a transaction: the policy has this text from now on. */
    public Write putting(ItemKey policy, String text) {
        return Write.put(
                Put.builder().tableName(tables.name(TABLE)).item(item(policy, text)).build(),
                () -> new IllegalStateException("a write without a condition cannot break one"));
    }

    private static Map<String, AttributeValue> item(ItemKey policy, String text) {
        return policy.item(Map.of("text", Attributes.string(text)));
    }

    /** Deletes a policy; its text, or empty if there was none. */
    public Optional<String> delete(RegionName region, ItemKey policy) {
        var deleted = tables.in(region).deleteItem(delete -> delete.tableName(tables.name(TABLE))
                .key(policy.key())
                .returnValues(ReturnValue.ALL_OLD));
        return deleted.hasAttributes() && !deleted.attributes().isEmpty()
                ? Optional.of(Attributes.string(deleted.attributes(), "text"))
                : Optional.empty();
    }

    /** Part of a transaction: a repository takes its policy with it when it goes. */
    public Write removalOfRepository(Registry registry, RepositoryName repository) {
        return Write.delete(
                Delete.builder()
                        .tableName(tables.name(TABLE))
                        .key(repositoryPolicyKey(registry.account(), repository).key())
                        .build(),
                () -> new IllegalStateException("a write without a condition cannot break one"));
    }
}
