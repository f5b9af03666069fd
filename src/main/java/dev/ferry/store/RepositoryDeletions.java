package dev.ferry.store;

import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;

/**
 * How repositories leave the {@link RepositoriesTable}. One that is being deleted is marked while its images go: nobody
 * finds it, and its name can be taken again once the last image is gone.
 */
@ApplicationScoped
public class RepositoryDeletions {
    private static final String UNDER_WAY = "id = :id AND attribute_exists(deleting)";

    private final Tables tables;

    public RepositoryDeletions(Tables tables) {
        this.tables = tables;
    }

    /** The id of a repository whose deletion has begun and not ended. */
    public Optional<String> underWay(Registry registry, RepositoryName name) {
        return tables.get(registry.region(), RepositoriesTable.key(registry.account(), name))
                .filter(item -> item.containsKey(RepositoriesTable.DELETING))
                .map(item -> Attributes.string(item, "id"));
    }

    /** Hides the repository; from here on nothing can be pushed to it. False if it is gone already. */
    public boolean begin(Repository repository) {
        return mark(repository, "SET deleting = :yes", "id = :id",
                Map.of(":yes", Attributes.flag(true), ":id", Attributes.string(repository.id())));
    }

    /** Shows the repository again: it was not empty after all. */
    public void cancel(Repository repository) {
        mark(repository, "REMOVE deleting", "id = :id", Map.of(":id", Attributes.string(repository.id())));
    }

    private boolean mark(Repository repository, String update, String condition, Map<String, AttributeValue> values) {
        try {
            tables.in(repository.registry().region()).updateItem(request -> request.tableName(tables.name(RepositoriesTable.TABLE))
                    .key(RepositoriesTable.key(repository.registry().account(), repository.name()).key())
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException gone) {
            return false;
        }
    }

    /**
     * Part of a transaction: the deletion of this very repository has begun and has not ended.
     *
     * @param ended what it means when it has: somebody else ended it, and the name may have a new owner
     */
    public Write isUnderWay(Registry registry, RepositoryName name, String id, Supplier<? extends RuntimeException> ended) {
        return Write.check(
                ConditionCheck.builder()
                        .tableName(tables.name(RepositoriesTable.TABLE))
                        .key(RepositoriesTable.key(registry.account(), name).key())
                        .conditionExpression(UNDER_WAY)
                        .expressionAttributeValues(Map.of(":id", Attributes.string(id)))
                        .build(),
                ended);
    }

    /** Part of a transaction: ends the deletion of this very repository. */
    public Write end(Registry registry, RepositoryName name, String id, Supplier<? extends RuntimeException> ended) {
        return Write.delete(
                Delete.builder()
                        .tableName(tables.name(RepositoriesTable.TABLE))
                        .key(RepositoriesTable.key(registry.account(), name).key())
                        .conditionExpression(UNDER_WAY)
                        .expressionAttributeValues(Map.of(":id", Attributes.string(id)))
                        .build(),
                ended);
    }
}
