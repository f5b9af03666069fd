package dev.ferry.store;

import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * How layers leave a repository, in the table {@code images}. A layer is announced to be going before anybody looks
 * whether an image uses it, and the announcements are counted: who commits an image does so under the condition that
 * none was made since its layers were looked up. So an image either is there to be found by the one who looks, or sees
 * that its layer is going.
 *
 * <pre>
 * repository              item               holds
 * 111122223333/team/app   layer#sha256:…     going: the removal that announced it, besides what {@link ImagesTable} says
 * 111122223333/team/app   layer-removals     announced: how many there were
 * </pre>
 */
@ApplicationScoped
public class LayerRemovals {
    static final String GOING = "going";

    private static final String TABLE = "images";
    private static final String ANNOUNCED = "announced";

    private final Tables tables;
    private final ImagesTable images;

    public LayerRemovals(Tables tables, ImagesTable images) {
        this.tables = tables;
        this.images = images;
    }

    public ItemKey countKey(RepositoryKey repository) {
        return ItemKey.of(TABLE, "repository", repository.toString(), "item", "layer-removals");
    }

    /** How many removals of the repository's layers were announced. */
    public long count(Items items, RepositoryKey repository) {
        return items.at(countKey(repository)).map(item -> Attributes.number(item, ANNOUNCED)).orElse(0L);
    }

    /** Part of a transaction: no removal was announced since there were this many. */
    public Write noneSince(RepositoryKey repository, long count) {
        ConditionCheck.Builder check = ConditionCheck.builder()
                .tableName(tables.name(TABLE))
                .key(countKey(repository).key());
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
    public void announce(RegionName region, RepositoryKey repository, Digest layer, String removal) {
        tables.commit(region, List.of(
                Write.update(
                        Update.builder()
                                .tableName(tables.name(TABLE))
                                .key(images.layerKey(repository, layer).key())
                                .updateExpression("SET going = :removal")
                                .conditionExpression("attribute_exists(#size)")
                                .expressionAttributeNames(Map.of("#size", "size"))
                                .expressionAttributeValues(Map.of(":removal", Attributes.string(removal)))
                                .build(),
                        () -> new ContentionException("the layer " + layer + " has gone")),
                Write.update(
                        Update.builder()
                                .tableName(tables.name(TABLE))
                                .key(countKey(repository).key())
                                .updateExpression("ADD announced :one")
                                .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                                .build(),
                        () -> new ContentionException("the removals were counted meanwhile"))));
    }

    /** The layer stays, unless someone else has announced it since, or has brought it anew. */
    public void recall(RegionName region, RepositoryKey repository, Digest layer, String removal) {
        try {
            tables.in(region).updateItem(update -> update.tableName(tables.name(TABLE))
                    .key(images.layerKey(repository, layer).key())
                    .updateExpression("REMOVE going")
                    .conditionExpression("going = :removal")
                    .expressionAttributeValues(ofRemoval(removal)));
        } catch (ConditionalCheckFailedException notOurs) {
            // Whoever was behind this one decides.
        }
    }

    /** The layer leaves the repository, unless someone else has announced it since, or has brought it anew. */
    public void remove(RegionName region, RepositoryKey repository, Digest layer, String removal) {
        try {
            tables.in(region).deleteItem(delete -> delete.tableName(tables.name(TABLE))
                    .key(images.layerKey(repository, layer).key())
                    .conditionExpression("going = :removal")
                    .expressionAttributeValues(ofRemoval(removal)));
        } catch (ConditionalCheckFailedException notOurs) {
            // Whoever was behind this one decides.
        }
    }

    private static Map<String, AttributeValue> ofRemoval(String removal) {
        return Map.of(":removal", Attributes.string(removal));
    }
}
