package dev.ferry.store.images;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.Tag;
import dev.ferry.store.Attributes;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * When a tag that came through a cache was last compared with the upstream's: {@code comparedAt} of the tag's item, so that a
 * pull reads it with the tag. A tag that came otherwise has none.
 */
@ApplicationScoped
public class UpstreamChecks {
    private final Tables tables;

    public UpstreamChecks(Tables tables) {
        this.tables = tables;
    }

    public Optional<Instant> comparedAt(ReadSnapshot items, RepositoryKey repository, Tag tag) {
        return items.at(ImagesTable.tagKey(repository, tag))
                .filter(item -> item.containsKey("comparedAt"))
                .map(item -> Attributes.time(item, "comparedAt"));
    }

    /** Notes the time, unless the tag is gone. */
    public void compared(RegionName region, RepositoryKey repository, Tag tag, Instant at) {
        update(region, repository, tag, "attribute_exists(digest)", Map.of(":at", Attributes.time(at)));
    }

    /** Lets one of many who pull at once do the comparison; false for all others. */
    public boolean claim(RegionName region, RepositoryKey repository, Tag tag, Instant before, Instant now) {
        return update(region, repository, tag, "comparedAt = :before",
                Map.of(":at", Attributes.time(now), ":before", Attributes.time(before)));
    }

    private boolean update(
            RegionName region, RepositoryKey repository, Tag tag, String condition, Map<String, AttributeValue> values) {
        try {
            tables.in(region).updateItem(update -> update.tableName(tables.name(ImagesTable.TABLE))
                    .key(ImagesTable.tagKey(repository, tag).key())
                    .updateExpression("SET comparedAt = :at")
                    .conditionExpression(condition)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException unmet) {
            return false;
        }
    }
}
