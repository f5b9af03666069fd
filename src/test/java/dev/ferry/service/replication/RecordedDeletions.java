package dev.ferry.service.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.ImageKey;
import dev.ferry.service.Services;
import dev.ferry.store.Tables;
import dev.ferry.store.replications.PushRecords;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

public final class RecordedDeletions {
    private RecordedDeletions() {}

    /** The deletions of an image that were recorded, oldest first. */
    public static List<Deletion> of(Services services, Registry source, Digest image) {
        return of(services.tables, source, ImageKey.of(source.account(), Services.APP, image));
    }

    /** The same of an image of any repository. */
    public static List<Deletion> of(Tables tables, Registry source, ImageKey image) {
        return tables.in(source.region())
                .query(query -> query.tableName(tables.name("replications"))
                        .keyConditionExpression("image = :image")
                        .expressionAttributeValues(Map.of(":image", AttributeValue.fromS(image.toString())))
                        .consistentRead(true))
                .items()
                .stream()
                .filter(PushRecords::isDeletion)
                .map(item -> (Deletion) PushRecords.action(item))
                .toList();
    }
}
