package dev.ferry.store.images;

import dev.ferry.registry.RegionName;
import dev.ferry.replication.PushId;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Which push of a tag, and of an image, was the last that its registry recorded. It stands in the items of the tag and of the
 * image in the {@link ImagesTable}, so that it is found at once however many pushes there were since, under other tags. Items
 * of earlier versions have none, nor has what replicas alone brought.
 */
@ApplicationScoped
public class LastPushes {
    static final String ATTRIBUTE = "lastPush";

    private final Tables tables;

    public LastPushes(Tables tables) {
        this.tables = tables;
    }

    /** @param key of a tag or of an image */
    public Optional<PushId> of(RegionName region, ItemKey key) {
        return tables.get(region, key).flatMap(LastPushes::read);
    }

    /**
     * Part of a transaction: a push was the last of a tag or of an image that was there already. Empty where a later one is
     * known.
     *
     * @param items among which the tag's or the image's item was read
     */
    public Optional<Write> recorded(ReadSnapshot items, ItemKey key, PushId push) {
        if (items.read(key, LastPushes::read).flatMap(last -> last).filter(last -> last.compareTo(push) >= 0).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Write.update(
                Update.builder()
                        .tableName(tables.name(ImagesTable.TABLE))
                        .key(key.key())
                        .updateExpression("SET lastPush = :push")
                        .conditionExpression("attribute_exists(repository) AND "
                                + "(attribute_not_exists(lastPush) OR lastPush < :push)")
                        .expressionAttributeValues(Map.of(":push", Attributes.string(push)))
                        .build(),
                ContentionException.over("the last push of " + key)));
    }

    private static Optional<PushId> read(Map<String, AttributeValue> item) {
        return Attributes.optionalString(item, ATTRIBUTE).map(PushId::new);
    }
}
