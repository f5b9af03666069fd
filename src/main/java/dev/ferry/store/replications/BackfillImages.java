package dev.ferry.store.replications;

import dev.ferry.registry.ImageId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillImage;
import dev.ferry.replication.BackfillResult;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * The images of a backfill: what was found, the replications that are opened for it, and what became of them. They expire some
 * time after the backfill does, which nobody can say beforehand; until then the backfill hides them.
 */
@ApplicationScoped
public class BackfillImages {
    /** Two months more than a backfill is kept after its end. */
    private static final Duration KEPT = BackfillChanges.KEPT.plusDays(60);

    private final Tables tables;

    public BackfillImages(Tables tables) {
        this.tables = tables;
    }

    /** Part of a transaction: the image is one of the backfill's. */
    public Write found(Backfill backfill, BackfillImage image, Instant now) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("kind", Attributes.string("backfill-image"));
        attributes.put("expiresAt", Attributes.number(now.plus(KEPT).getEpochSecond()));
        image.tagVersion().ifPresent(version -> attributes.put("tagVersion", Attributes.number(version)));
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .item(BackfillItems.imageKey(backfill.registry().account(), backfill.id(), image.name()).item(attributes))
                        .build(),
                ContentionException.over("an image of backfill " + backfill.id()));
    }

    /** The images behind the one of this name, sorted by their names; all if it is empty. They are read as the stream is. */
    public Stream<BackfillImage> behind(Backfill backfill, Optional<String> name, int atOnce) {
        return items(backfill, name, atOnce).map(BackfillImages::image);
    }

    /**
     * An image, by its name among the backfill's.
     *
     * @param result what became of it; empty if its replication has not ended
     */
    public record LookedAt(String name, Optional<BackfillResult> result) {}

    /** What became of the images behind the one of this name. They are read as the stream is. */
    public Stream<LookedAt> results(Backfill backfill, Optional<String> behind, int atOnce) {
        return items(backfill, behind, atOnce)
                .map(item -> new LookedAt(Attributes.string(item, "push"), result(item)));
    }

    private Stream<Map<String, AttributeValue>> items(Backfill backfill, Optional<String> name, int atOnce) {
        Registry registry = backfill.registry();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":images", Attributes.string(BackfillItems.images(registry.account(), backfill.id())));
        name.ifPresent(last -> values.put(":last", Attributes.string(last)));
        return tables.in(registry.region())
                .queryPaginator(query -> query.tableName(tables.name(ReplicationsTable.TABLE))
                        .keyConditionExpression("image = :images" + (name.isPresent() ? " AND push > :last" : ""))
                        .expressionAttributeValues(values)
                        .consistentRead(true)
                        .limit(atOnce))
                .items()
                .stream();
    }

    private static BackfillImage image(Map<String, AttributeValue> item) {
        String name = Attributes.string(item, "push");
        ImageId id = BackfillImage.image(name).orElseThrow();
        return new BackfillImage(
                BackfillImage.repository(name),
                id.digest().orElseThrow(),
                id.tag(),
                tagVersion(item));
    }

    private static Optional<BackfillResult> result(Map<String, AttributeValue> item) {
        String name = Attributes.string(item, "push");
        return Attributes.optionalString(item, "status").map(ended -> new BackfillResult(
                BackfillImage.repository(name),
                BackfillImage.image(name).orElseThrow(),
                Attributes.optionalString(item, "failureCode")));
    }

    /**
     * Part of a transaction: the replication of the image is opened. It is a replication as any other's, but no push has a
     * record beside it, so that it holds what has to be known of one.
     */
    public Write opening(Backfill backfill, Push push, Instant now) {
        Map<String, AttributeValue> attributes = new HashMap<>(ReplicationsTable.open(push.id(), now));
        attributes.put("kind", Attributes.string("replication"));
        attributes.put("backfill", Attributes.string(backfill.id()));
        attributes.put("region", Attributes.string(push.registry().region()));
        attributes.put("pushedAt", Attributes.time(push.pushedAt()));
        attributes.put("expiresAt", Attributes.number(now.plus(KEPT).getEpochSecond()));
        attributes.putAll(StateAttributes.of(new ReplicationState.Planned()));
        push.tag().ifPresent(tag -> attributes.put("tag", Attributes.string(tag)));
        push.tagVersion().ifPresent(version -> attributes.put("tagVersion", Attributes.number(version)));
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .item(ReplicationsTable.replicationKey(ImageKey.of(push), push.id(), backfill.destination())
                                .item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                ContentionException.over("a replication of backfill " + backfill.id()));
    }

    /** Whether a replication was opened by a backfill, and is of no push. */
    static boolean isBackfilled(Map<String, AttributeValue> item) {
        return item.containsKey("backfill");
    }

    /** What a replication brings that a backfill opened; empty for one of a push. */
    public static Optional<Push> brought(Map<String, AttributeValue> item) {
        if (!isBackfilled(item)) {
            return Optional.empty();
        }
        ReplicationsTable.ParsedKey key = ReplicationsTable.ParsedKey.of(item);
        return Optional.of(new Push(
                key.push(),
                new Registry(key.image().repository().account(), new RegionName(Attributes.string(item, "region"))),
                key.image().repository().repository(),
                key.image().digest(),
                Attributes.optionalString(item, "tag").map(Tag::new),
                tagVersion(item),
                Attributes.time(item, "pushedAt"),
                new Plan(List.of(key.destination().orElseThrow())),
                // What is gone at the source has FAILED, whatever deletion of it the destination has seen.
                Long.MAX_VALUE));
    }

    private static OptionalLong tagVersion(Map<String, AttributeValue> item) {
        return item.containsKey("tagVersion") ? OptionalLong.of(Attributes.number(item, "tagVersion")) : OptionalLong.empty();
    }
}
