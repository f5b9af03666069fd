package dev.ferry.store.replications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillProgress;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationConfigurationJson;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** How a backfill starts, goes on and ends. Each is one transaction, under the condition that it is as it was read. */
@ApplicationScoped
public class BackfillChanges {
    /** The most backfills of a registry at the same time (ECR user guide, "Replication backfill"). */
    public static final int MOST_AT_ONCE = 10;

    /** How long a backfill is kept after its end (ECR user guide, "Replication backfill"). */
    public static final Duration KEPT = Duration.ofDays(90);

    private static final Pattern NAME = Pattern.compile("#(\\w+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tables tables;

    public BackfillChanges(Tables tables) {
        this.tables = tables;
    }

    /**
     * Starts it, unless another one goes to the same Region, or there are too many.
     *
     * @param rules      that hold for it until its end
     * @param inProgress what to say when another one goes there
     * @param tooMany    what to say when there are too many
     */
    public void start(
            Backfill backfill, ReplicationConfiguration rules, Supplier<? extends RuntimeException> inProgress,
            Supplier<? extends RuntimeException> tooMany) {
        Registry registry = backfill.registry();
        tables.commit(registry.region(), List.of(
                put(BackfillItems.destinationKey(registry.account(), backfill.destination().region()),
                        Map.of("kind", Attributes.string("backfilling"), "backfill", Attributes.string(backfill.id())),
                        inProgress),
                update(BackfillItems.countKey(registry.account()),
                        "SET #kind = :kind ADD #inProgress :one",
                        "attribute_not_exists(#inProgress) OR #inProgress < :most",
                        Map.of(":kind", Attributes.string("backfilling"), ":one", Attributes.number(1),
                                ":most", Attributes.number(MOST_AT_ONCE)),
                        tooMany),
                put(BackfillItems.key(registry.account(), backfill.id()), BackfillItems.started(backfill),
                        ContentionException.over("the id of a backfill")),
                put(BackfillItems.rulesKey(registry.account(), backfill.id()),
                        Map.of("kind", Attributes.string("backfill-rules"), "configuration",
                                Attributes.string(ReplicationConfigurationJson.write(rules))),
                        ContentionException.over("the id of a backfill"))));
    }

    /** The rules as they were when it started. */
    public ReplicationConfiguration rules(Backfill backfill) {
        Registry registry = backfill.registry();
        Map<String, AttributeValue> item = tables
                .get(registry.region(), BackfillItems.rulesKey(registry.account(), backfill.id()))
                .orElseThrow(() -> new IllegalStateException("backfill " + backfill.id() + " has lost its rules"));
        try {
            return ReplicationConfigurationJson.read(JSON.readTree(Attributes.string(item, "configuration")));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the rules of backfill " + backfill.id() + " are not JSON", broken);
        }
    }

    /** Has it begin nothing more. */
    public void stop(Backfill read) {
        Registry registry = read.registry();
        tables.commit(registry.region(), List.of(update(
                BackfillItems.key(registry.account(), read.id()),
                "SET #status = :stopping", "#status = :status",
                Map.of(":stopping", Attributes.string(BackfillStatus.STOPPING), ":status", Attributes.string(read.status())),
                over(read))));
    }

    /**
     * Carries it on by a turn.
     *
     * @param next how it stands after it; the replications that ended meanwhile are counted all the same
     * @param more what is written together with it
     * @throws ContentionException if it is not as it was read; nothing was written
     */
    public void carryOn(Backfill read, Backfill next, List<Write> more, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":since", Attributes.string(now));
        List<Write> writes = new ArrayList<>();
        writes.add(turn(read, next, values, "SET #since = :since", ""));
        writes.addAll(more);
        tables.commit(read.registry().region(), writes);
    }

    /** Ends it, so that another one may go where it went. As {@link #carryOn}. */
    public void end(Backfill read, Backfill ended) {
        Registry registry = read.registry();
        Map<String, AttributeValue> values = new HashMap<>();
        Instant at = ended.endedAt().orElseThrow();
        values.put(":endedAt", Attributes.time(at));
        values.put(":expiresAt", Attributes.number(at.plus(KEPT).getEpochSecond()));
        tables.commit(registry.region(), List.of(
                turn(read, ended, values, "SET #endedAt = :endedAt, #expiresAt = :expiresAt", " REMOVE #open, #since"),
                delete(BackfillItems.destinationKey(registry.account(), read.destination().region()), read),
                delete(BackfillItems.rulesKey(registry.account(), read.id()), read),
                update(BackfillItems.countKey(registry.account()), "ADD #inProgress :less", "#inProgress > :none",
                        Map.of(":less", Attributes.number(-1), ":none", Attributes.number(0)), over(read))));
    }

    private Write turn(Backfill read, Backfill next, Map<String, AttributeValue> values, String set, String remove) {
        if (next.status() != read.status() && !read.status().mayBecome(next.status())) {
            throw new IllegalStateException("a backfill that is " + read.status() + " cannot become " + next.status());
        }
        BackfillProgress progress = next.progress();
        values.put(":turn", Attributes.number(read.turn()));
        values.put(":next", Attributes.number(read.turn() + 1));
        values.put(":was", Attributes.string(read.status()));
        values.put(":status", Attributes.string(next.status()));
        values.put(":totalCount", Attributes.number(progress.total()));
        values.put(":begunCount", Attributes.number(progress.opened()));
        StringBuilder expression = new StringBuilder(set)
                .append(", #turn = :next, #status = :status, #totalCount = :totalCount, #begunCount = :begunCount");
        Map.of("found", next.found(), "begun", next.begun(), "failureCode", next.failureCode()).forEach((name, value) ->
                value.ifPresent(text -> {
                    expression.append(", #").append(name).append(" = :").append(name);
                    values.put(":" + name, Attributes.string(text));
                }));
        return update(BackfillItems.key(read.registry().account(), read.id()), expression + remove,
                "#turn = :turn AND #status = :was", values, over(read));
    }

    private static Supplier<ContentionException> over(Backfill backfill) {
        return ContentionException.over("the backfill " + backfill.id());
    }

    private Write put(ItemKey key, Map<String, AttributeValue> attributes, Supplier<? extends RuntimeException> refused) {
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .item(key.item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                refused);
    }

    private Write update(
            ItemKey key, String update, String condition, Map<String, AttributeValue> values,
            Supplier<? extends RuntimeException> refused) {
        Map<String, String> names = NAME.matcher(update + condition).results().collect(
                Collectors.toMap(MatchResult::group, name -> name.group(1), (first, again) -> first));
        return Write.update(
                Update.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .key(key.key())
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .build(),
                refused);
    }

    private Write delete(ItemKey key, Backfill backfill) {
        return Write.delete(
                Delete.builder().tableName(tables.name(ReplicationsTable.TABLE)).key(key.key())
                        .conditionExpression("attribute_exists(kind)").build(),
                over(backfill));
    }
}
