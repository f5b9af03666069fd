package dev.ferry.store;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The token buckets of accounts, an item each in the table {@code settings}.
 *
 * <pre>
 * registry (account)  setting    holds
 * 111122223333        requests   spentUntil: the moment at which the bucket will be full again
 * 111122223333        requests#AKIAIOSFODNN7EXAMPLE   the same of a narrowed key
 * </pre>
 *
 * A bucket is kept as one moment, to which each token that is taken adds the time in which one flows in (the generic cell
 * rate algorithm of ATM, ITU-T I.371): so it refills by itself, and taking tokens is one conditional write.
 */
@ApplicationScoped
public class RequestTokens {
    private final Tables tables;

    public RequestTokens(Tables tables) {
        this.tables = tables;
    }

    /**
     * Takes tokens from an account's bucket, all of them or none.
     *
     * @param key   whose bucket it is, or empty for the account's own
     * @param time  in which they flow in
     * @param whole the time in which a whole bucket flows in, at least that
     * @return empty if they were taken, or else how long it takes until they can be
     */
    public Optional<Duration> take(
            RegionName region, AccountId account, Optional<String> key, Duration time, Duration whole, Instant now) {
        ItemKey bucket = ItemKey.of("settings", "registry", account.value(), "setting",
                key.map(id -> "requests#" + id).orElse("requests"));
        long last = now.plus(whole).minus(time).toEpochMilli();
        try {
            // A bucket that is full is the usual one.
            update(region, bucket, "SET spentUntil = :spent",
                    "attribute_not_exists(spentUntil) OR spentUntil <= :now",
                    Map.of(":spent", Attributes.time(now.plus(time)), ":now", Attributes.time(now)));
            return Optional.empty();
        } catch (ConditionalCheckFailedException notFull) {
            long spentUntil = Attributes.number(notFull.item(), "spentUntil");
            if (spentUntil > last) {
                return Optional.of(Duration.ofMillis(spentUntil - last));
            }
        }
        try {
            update(region, bucket, "SET spentUntil = spentUntil + :time", "spentUntil <= :last",
                    Map.of(":time", Attributes.number(time.toMillis()), ":last", Attributes.number(last)));
            return Optional.empty();
        } catch (ConditionalCheckFailedException overtaken) {
            return Optional.of(Duration.ofMillis(Attributes.number(overtaken.item(), "spentUntil") - last));
        }
    }

    private void update(
            RegionName region, ItemKey key, String update, String condition, Map<String, AttributeValue> values) {
        tables.in(region).updateItem(request -> request.tableName(tables.name(key.table()))
                .key(key.key())
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }
}
