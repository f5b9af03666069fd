package dev.ferry.store.replications;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import dev.ferry.replication.BackfillProgress;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.store.Attributes;
import dev.ferry.store.ItemKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of backfills in the {@link ReplicationsTable}, in the Region of the registry that they read. One that has not ended
 * carries {@code open} and {@code since}, by which the index {@code open} finds it under a key of its own.
 *
 * <pre>
 * image                           push                          holds
 * backfills/111122223333          &lt;backfill>                    kind backfill, region, destination, status, turn, found,
 *                                                               begun, totalCount, begunCount, completedCount,
 *                                                               failedCount, failureCodes, failureCode, startedAt, endedAt,
 *                                                               expiresAt (seconds)
 * backfill-rules/111122223333     &lt;backfill>                    kind backfill-rules, configuration: ECR's JSON, as of the start
 * backfill/111122223333/&lt;id>      team/app@sha256:…|latest      kind backfill-image, tagVersion, and once its replication has
 *                                                               ended status, failureCode
 * backfilling/111122223333        eu-west-1                     kind backfilling: the backfill that goes to this Region
 * backfilling/111122223333        all                           kind backfilling: inProgress, how many there are
 * </pre>
 */
final class BackfillItems {
    /** The partition of the index {@code open} that backfills are in. */
    static final String OPEN = "backfill";

    private BackfillItems() {}

    static ItemKey key(AccountId account, BackfillId id) {
        return key("backfills/" + account, id.value());
    }

    static ItemKey rulesKey(AccountId account, BackfillId id) {
        return key("backfill-rules/" + account, id.value());
    }

    static ItemKey imageKey(AccountId account, BackfillId id, String name) {
        return key(images(account, id), name);
    }

    static ItemKey destinationKey(AccountId account, RegionName destination) {
        return key("backfilling/" + account, destination.value());
    }

    static ItemKey countKey(AccountId account) {
        return key("backfilling/" + account, "all");
    }

    /** The partition in which the images of a backfill are. */
    static String images(AccountId account, BackfillId id) {
        return "backfill/" + account + "/" + id;
    }

    /** The partition in which the backfills of an account are. */
    static String backfills(AccountId account) {
        return "backfills/" + account;
    }

    private static ItemKey key(String image, String push) {
        return ItemKey.of(ReplicationsTable.TABLE, "image", image, "push", push);
    }

    /** What the item of a backfill holds that was just started. */
    static Map<String, AttributeValue> started(Backfill backfill) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("kind", Attributes.string("backfill"));
        attributes.put("region", Attributes.string(backfill.registry().region()));
        attributes.put("destination", Attributes.string(backfill.destination()));
        attributes.put("status", Attributes.string(backfill.status()));
        attributes.put("turn", Attributes.number(backfill.turn()));
        for (String count : new String[] {"totalCount", "begunCount", "completedCount", "failedCount"}) {
            attributes.put(count, Attributes.number(0));
        }
        attributes.put("startedAt", Attributes.time(backfill.startedAt()));
        attributes.put("open", Attributes.string(OPEN));
        attributes.put("since", Attributes.string(backfill.startedAt()));
        return attributes;
    }

    static Backfill read(Map<String, AttributeValue> item) {
        String[] destination = Attributes.string(item, "destination").split("/");
        return new Backfill(
                new BackfillId(Attributes.string(item, "push")),
                Registry.of(Attributes.string(item, "image").split("/")[1], Attributes.string(item, "region")),
                Registry.of(destination[0], destination[1]),
                BackfillStatus.valueOf(Attributes.string(item, "status")),
                new BackfillProgress(
                        Attributes.number(item, "totalCount"),
                        Attributes.number(item, "begunCount"),
                        Attributes.number(item, "completedCount"),
                        Attributes.number(item, "failedCount"),
                        Set.copyOf(Attributes.strings(item, "failureCodes"))),
                Attributes.number(item, "turn"),
                Attributes.optionalString(item, "found"),
                Attributes.optionalString(item, "begun"),
                Attributes.optionalString(item, "failureCode"),
                Attributes.time(item, "startedAt"),
                Attributes.optionalTime(item, "endedAt"));
    }
}
