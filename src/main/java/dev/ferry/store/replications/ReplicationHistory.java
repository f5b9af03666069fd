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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the {@link ReplicationsTable} holds of one image: all its pushes, and where they went. */
@ApplicationScoped
public class ReplicationHistory {
    private final Tables tables;

    public ReplicationHistory(Tables tables) {
        this.tables = tables;
    }

    /** A push, and the replications that were opened for it so far. */
    public record PushHistory(Push push, List<Replication> opened) {
        public PushHistory {
            opened = List.copyOf(opened);
        }
    }

    /** Every push of an image, oldest first, with the replications that were opened for it. */
    public List<PushHistory> of(RegionName region, ImageKey image) {
        Map<PushId, Push> pushes = new HashMap<>();
        Map<PushId, List<Replication>> replications = new HashMap<>();
        items(region, image).forEach(item -> {
            if (PushRecords.isPush(item)) {
                Push push = PushRecords.push(item);
                pushes.put(push.id(), push);
            } else {
                Replication replication = ReplicationRecords.replication(item);
                replications.computeIfAbsent(replication.push(), any -> new ArrayList<>()).add(replication);
            }
        });
        return pushes.values().stream()
                .sorted((first, second) -> first.id().compareTo(second.id()))
                .map(push -> new PushHistory(push, replications.getOrDefault(push.id(), List.of())))
                .toList();
    }

    private Stream<Map<String, AttributeValue>> items(RegionName region, ImageKey image) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(ReplicationsTable.TABLE))
                        .keyConditionExpression("image = :image")
                        .expressionAttributeValues(Map.of(":image", Attributes.string(image)))
                        .consistentRead(true))
                .items()
                .stream();
    }
}
