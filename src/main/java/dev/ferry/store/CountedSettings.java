package dev.ferry.store;

import dev.ferry.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Settings of which a registry may have only so many. How many it has is an item of its own, and whoever adds or removes one moves
 * it in the same transaction, so that requests at the same moment cannot pass the limit together.
 */
final class CountedSettings {
    private static final String COUNT = "count#";

    private final Tables tables;
    private final String prefix;

    /** @param prefix with which the names of these settings begin */
    CountedSettings(Tables tables, String prefix) {
        this.tables = tables;
        this.prefix = prefix;
    }

    /**
     * Adds a setting.
     *
     * @param exists  what to say when there is one of its key
     * @param tooMany what to say when there are this many
     * @throws ContentionException when others were in the way for too long; nothing was written
     */
    void add(
            Registry registry, ItemKey key, Map<String, AttributeValue> attributes, int most,
            Supplier<? extends RuntimeException> exists, Supplier<? extends RuntimeException> tooMany) {
        Contention.retry(() -> {
            ensureCounted(registry);
            tables.commit(registry.region(), List.of(
                    Write.put(
                            Put.builder()
                                    .tableName(tables.name(SettingsTable.TABLE))
                                    .item(key.item(attributes))
                                    .conditionExpression("attribute_not_exists(setting)")
                                    .build(),
                            exists),
                    Write.update(
                            count(registry)
                                    .conditionExpression("#count < :most")
                                    .expressionAttributeValues(
                                            Map.of(":by", Attributes.number(1), ":most", Attributes.number(most)))
                                    .build(),
                            tooMany)));
            return null;
        });
    }

    /**
     * Removes a setting; what it was, or empty if there was none.
     *
     * @throws ContentionException when others were in the way for too long; nothing was written
     */
    Optional<Map<String, AttributeValue>> remove(Registry registry, ItemKey key) {
        return Contention.retry(() -> {
            Optional<Map<String, AttributeValue>> old = tables.get(registry.region(), key);
            if (old.isPresent()) {
                ensureCounted(registry);
                tables.commit(registry.region(), List.of(
                        Write.delete(
                                Delete.builder()
                                        .tableName(tables.name(SettingsTable.TABLE))
                                        .key(key.key())
                                        .conditionExpression("attribute_exists(setting)")
                                        .build(),
                                ContentionException.over("the setting")),
                        Write.update(
                                count(registry)
                                        .expressionAttributeValues(Map.of(":by", Attributes.number(-1)))
                                        .build(),
                                ContentionException.over("the count"))));
            }
            return old;
        });
    }

    private Update.Builder count(Registry registry) {
        return Update.builder()
                .tableName(tables.name(SettingsTable.TABLE))
                .key(countKey(registry).key())
                .updateExpression("ADD #count :by")
                .expressionAttributeNames(Map.of("#count", "count"));
    }

    /** What an earlier version wrote is not counted yet. Nobody adds or removes before that is done, so the count is right. */
    private void ensureCounted(Registry registry) {
        ItemKey key = countKey(registry);
        if (tables.get(registry.region(), key).isEmpty()) {
            long there = SettingsTable.settings(tables, registry.region(), registry.account(), prefix, Optional.empty()).count();
            SettingsTable.conditionally(() -> tables.in(registry.region()).putItem(put -> put.tableName(tables.name(SettingsTable.TABLE))
                    .item(key.item(Map.of("count", Attributes.number(there))))
                    .conditionExpression("attribute_not_exists(setting)")));
        }
    }

    private ItemKey countKey(Registry registry) {
        return SettingsTable.key(registry.account(), COUNT + prefix);
    }
}
