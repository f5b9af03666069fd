package dev.ferry.store.replications;

import dev.ferry.registry.RegionName;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.store.Attributes;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What the {@link ReplicationsTable} holds of one image: all its pushes, and where they went. */
@ApplicationScoped
public class ReplicationHistory {
    private final Tables tables;

    public ReplicationHistory(Tables tables) {
        this.tables = tables;
    }

    /** A push, and how the replications went that were opened for it so far. */
    public record PushHistory(Push push, List<ReplicationSteps> steps) {
        public PushHistory {
            steps = List.copyOf(steps);
        }

        public List<Replication> opened() {
            return steps.stream().map(ReplicationSteps::replication).toList();
        }
    }

    /**
     * The pushes of an image, the latest first, each with the replications that were opened for it; those that backfills opened
     * are of no push. They are read as the stream is, so the latest costs little however many there are.
     *
     * @param lookedAt how many items are read at most: pushes, replications and deletions
     */
    public Stream<PushHistory> latestFirst(RegionName region, ImageKey image, long lookedAt) {
        return pushes(items(region, image, query -> {}).limit(lookedAt));
    }

    /** One push of an image; empty where it is another image's. */
    public Optional<PushHistory> push(RegionName region, ImageKey image, PushId id) {
        // What is opened for it has its id, '#' and the destination for a key; no id has a '#'.
        return pushes(items(region, image, query -> query
                        .keyConditionExpression("image = :image AND push BETWEEN :push AND :end")
                        .expressionAttributeValues(Map.of(
                                ":image", Attributes.string(image),
                                ":push", Attributes.string(id),
                                ":end", Attributes.string(id + "#~")))))
                .findFirst();
    }

    private static Stream<PushHistory> pushes(Stream<Map<String, AttributeValue>> items) {
        // A push sorts before its own replications, so from the back it comes right behind them; so does a deletion.
        List<ReplicationSteps> opened = new ArrayList<>();
        return items.filter(item -> !BackfillImages.isBackfilled(item)).flatMap(item -> {
            if (PushRecords.isDeletion(item)) {
                opened.clear();
                return Stream.empty();
            }
            if (!PushRecords.isPush(item)) {
                opened.add(ReplicationSteps.of(item));
                return Stream.empty();
            }
            PushHistory history = new PushHistory(PushRecords.push(item), opened);
            opened.clear();
            return Stream.of(history);
        });
    }

    private Stream<Map<String, AttributeValue>> items(
            RegionName region, ImageKey image, Consumer<QueryRequest.Builder> narrowed) {
        return tables.in(region)
                .queryPaginator(query -> narrowed.accept(query.tableName(tables.name(ReplicationsTable.TABLE))
                        .keyConditionExpression("image = :image")
                        .expressionAttributeValues(Map.of(":image", Attributes.string(image)))
                        .scanIndexForward(false)
                        .consistentRead(true)))
                .items()
                .stream();
    }
}
