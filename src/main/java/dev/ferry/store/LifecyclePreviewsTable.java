package dev.ferry.store;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.lifecycle.LifecyclePreview;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * The last preview of each repository's lifecycle policy, in the table {@code policies}.
 *
 * <pre>
 * registry      scope                        holds
 * 111122223333  lifecycle-preview/team/app   id, text, startedAt, and once it is complete evaluation, expired, transitioned
 * </pre>
 */
@ApplicationScoped
public class LifecyclePreviewsTable {
    private final Tables tables;
    private final RepositoriesTable repositories;

    public LifecyclePreviewsTable(Tables tables, RepositoriesTable repositories) {
        this.tables = tables;
        this.repositories = repositories;
    }

    static ItemKey key(AccountId account, RepositoryName name) {
        return ItemKey.of(PoliciesTable.TABLE, "registry", account.value(), "scope", "lifecycle-preview/" + name);
    }

    public Optional<LifecyclePreview> preview(Registry registry, RepositoryName name) {
        return tables.get(registry.region(), key(registry.account(), name)).map(LifecyclePreviewsTable::read);
    }

    private static LifecyclePreview read(Map<String, AttributeValue> item) {
        return new LifecyclePreview(
                Attributes.string(item, "id"),
                Attributes.string(item, "text"),
                Attributes.time(item, "startedAt"),
                Attributes.optionalString(item, "evaluation").map(evaluation -> new LifecyclePreview.Result(
                        evaluation, (int) Attributes.number(item, "expired"), (int) Attributes.number(item, "transitioned"))));
    }

    /**
     * Starts one in the place of the last.
     *
     * @param seen the last
     * @throws ContentionException if another one was started meanwhile
     */
    public void start(Repository repository, Optional<LifecyclePreview> seen, LifecyclePreview preview) {
        Registry registry = repository.registry();
        Put.Builder put = Put.builder()
                .tableName(tables.name(PoliciesTable.TABLE))
                .item(key(registry.account(), repository.name()).item(Map.of(
                        "id", Attributes.string(preview.id()),
                        "text", Attributes.string(preview.text()),
                        "startedAt", Attributes.time(preview.startedAt()))));
        seen.ifPresentOrElse(
                last -> put.conditionExpression("id = :seen")
                        .expressionAttributeValues(Map.of(":seen", Attributes.string(last.id()))),
                () -> put.conditionExpression("attribute_not_exists(id)"));
        tables.commit(registry.region(), List.of(
                Write.put(put.build(), ContentionException.over("the preview of " + repository.name())),
                repositories.isThere(repository)));
    }

    /** Notes what came of it, unless another one was started meanwhile. */
    public void complete(Registry registry, RepositoryName name, String id, LifecyclePreview.Result result) {
        try {
            tables.in(registry.region()).updateItem(update -> update.tableName(tables.name(PoliciesTable.TABLE))
                    .key(key(registry.account(), name).key())
                    .updateExpression("SET evaluation = :evaluation, expired = :expired, transitioned = :transitioned")
                    .conditionExpression("id = :id")
                    .expressionAttributeValues(Map.of(
                            ":evaluation", Attributes.string(result.evaluation()),
                            ":expired", Attributes.number(result.expired()),
                            ":transitioned", Attributes.number(result.transitioned()),
                            ":id", Attributes.string(id))));
        } catch (ConditionalCheckFailedException another) {
            // Nobody asks for this one any more.
        }
    }

    /** Takes one away that nobody will look at. */
    public void withdraw(Registry registry, RepositoryName name) {
        tables.in(registry.region()).deleteItem(delete -> delete.tableName(tables.name(PoliciesTable.TABLE))
                .key(key(registry.account(), name).key()));
    }
}
