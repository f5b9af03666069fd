package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The layers that a repository may use of those that the account has, in the {@link ImagesTable}. A layer that leaves is
 * announced to be going before anybody looks whether an image uses it, and the announcements are counted: who commits an
 * image does so under the condition that none was made since its layers were looked up. So an image either is there to be
 * found by the one who looks, or sees that its layer is going.
 */
@ApplicationScoped
public class RepositoryLayers {
    private static final String PENDING_DELETION = "pendingDeletion";
    private static final String CHECKED_TO = "checkedTo";
    private static final String ANNOUNCED = "announced";

    private final Tables tables;

    public RepositoryLayers(Tables tables) {
        this.tables = tables;
    }

    /** The size of a layer that an image to come may rely on, in bytes; not of one that is going. */
    public Optional<Long> size(ReadSnapshot items, RepositoryKey repository, Digest layer) {
        return items.at(ImagesTable.layerKey(repository, layer))
                .filter(item -> !item.containsKey(PENDING_DELETION))
                .map(item -> Attributes.number(item, "size"));
    }

    /** The size of a layer that can be pulled, in bytes; also of one that is going, for it may stay yet. */
    public Optional<Long> pullableSize(ReadSnapshot items, RepositoryKey repository, Digest layer) {
        return items.at(ImagesTable.layerKey(repository, layer)).map(item -> Attributes.number(item, "size"));
    }

    /** Part of a transaction: the repository may use a layer that the account has. */
    public Write addition(RepositoryKey repository, Digest layer, long size) {
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ImagesTable.TABLE))
                        .item(ImagesTable.layerKey(repository, layer).item(Map.of("size", Attributes.number(size))))
                        .build(),
                ContentionException.over("the layer " + layer));
    }

    /** How many removals of the repository's layers were announced. */
    public long removals(ReadSnapshot items, RepositoryKey repository) {
        return items.at(ImagesTable.layerRemovalsKey(repository)).map(item -> Attributes.number(item, ANNOUNCED)).orElse(0L);
    }

    /** Part of a transaction: no removal was announced since there were this many. */
    public Write noRemovalSince(RepositoryKey repository, long count) {
        ConditionCheck.Builder check = ConditionCheck.builder()
                .tableName(tables.name(ImagesTable.TABLE))
                .key(ImagesTable.layerRemovalsKey(repository).key());
        if (count == 0) {
            check.conditionExpression("attribute_not_exists(announced)");
        } else {
            check.conditionExpression("announced = :count")
                    .expressionAttributeValues(Map.of(":count", Attributes.number(count)));
        }
        return Write.check(check.build(), () -> new ContentionException("a layer was deleted meanwhile"));
    }

    /**
     * Says that a layer is going, and who says so.
     *
     * @throws ContentionException if the layer is not there any more; nothing was written
     */
    public void announceRemoval(RegionName region, RepositoryKey repository, Digest layer, String removal) {
        tables.commit(region, List.of(
                Write.update(
                        Update.builder()
                                .tableName(tables.name(ImagesTable.TABLE))
                                .key(ImagesTable.layerKey(repository, layer).key())
                                .updateExpression("SET pendingDeletion = :removal REMOVE checkedTo")
                                .conditionExpression("attribute_exists(#size)")
                                .expressionAttributeNames(Map.of("#size", "size"))
                                .expressionAttributeValues(Map.of(":removal", Attributes.string(removal)))
                                .build(),
                        () -> new ContentionException("the layer " + layer + " has gone")),
                Write.update(
                        Update.builder()
                                .tableName(tables.name(ImagesTable.TABLE))
                                .key(ImagesTable.layerRemovalsKey(repository).key())
                                .updateExpression("ADD announced :one")
                                .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                                .build(),
                        () -> new ContentionException("the removals were counted meanwhile"))));
    }

    /**
     * A removal that was announced and cut short.
     *
     * @param removal   who announced it
     * @param checkedTo the last image of those that were seen not to use the layer
     */
    public record CutOffRemoval(String removal, Digest checkedTo) {}

    /** The removal of a layer that was cut short. No image that uses the layer can have come since it was announced. */
    public Optional<CutOffRemoval> cutOffRemoval(RegionName region, RepositoryKey repository, Digest layer) {
        return tables.get(region, ImagesTable.layerKey(repository, layer))
                .filter(item -> item.containsKey(PENDING_DELETION) && item.containsKey(CHECKED_TO))
                .map(item -> new CutOffRemoval(
                        Attributes.string(item, PENDING_DELETION), Digest.parse(Attributes.string(item, CHECKED_TO))));
    }

    /** Notes how far a removal has come that is cut short now, unless someone else has announced it since. */
    public void cutOff(RegionName region, RepositoryKey repository, Digest layer, CutOffRemoval cutOff) {
        try {
            tables.in(region).updateItem(update -> update.tableName(tables.name(ImagesTable.TABLE))
                    .key(ImagesTable.layerKey(repository, layer).key())
                    .updateExpression("SET checkedTo = :checkedTo")
                    .conditionExpression("pendingDeletion = :removal")
                    .expressionAttributeValues(Map.of(
                            ":removal", Attributes.string(cutOff.removal()),
                            ":checkedTo", Attributes.string(cutOff.checkedTo()))));
        } catch (ConditionalCheckFailedException notOurs) {
            // Whoever was behind this one decides.
        }
    }

    /** The layer stays, unless someone else has announced it since, or has brought it anew. */
    public void unmark(RegionName region, RepositoryKey repository, Digest layer, String removal) {
        try {
            tables.in(region).updateItem(update -> update.tableName(tables.name(ImagesTable.TABLE))
                    .key(ImagesTable.layerKey(repository, layer).key())
                    .updateExpression("REMOVE pendingDeletion, checkedTo")
                    .conditionExpression("pendingDeletion = :removal")
                    .expressionAttributeValues(ofRemoval(removal)));
        } catch (ConditionalCheckFailedException notOurs) {
            // Whoever was behind this one decides.
        }
    }

    /** The layer leaves the repository, unless someone else has announced it since, or has brought it anew. */
    public void remove(RegionName region, RepositoryKey repository, Digest layer, String removal) {
        try {
            tables.in(region).deleteItem(delete -> delete.tableName(tables.name(ImagesTable.TABLE))
                    .key(ImagesTable.layerKey(repository, layer).key())
                    .conditionExpression("pendingDeletion = :removal")
                    .expressionAttributeValues(ofRemoval(removal)));
        } catch (ConditionalCheckFailedException notOurs) {
            // Whoever was behind this one decides.
        }
    }

    private static Map<String, AttributeValue> ofRemoval(String removal) {
        return Map.of(":removal", Attributes.string(removal));
    }
}
