package dev.ferry.service;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.StorageClassChange;
import dev.ferry.store.replications.StorageClassRecords;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the stream of replications has told, or will tell, of storage classes. */
public final class StorageClassEventLog {
    private StorageClassEventLog() {}

    /** The changes of an image's storage class, oldest first. */
    public static List<StorageClassChange> of(Services services, Registry registry, Digest image) {
        String partition = "storage-class/" + ImageKey.of(registry.account(), Services.APP, image);
        return services.tables.in(registry.region())
                .query(query -> query.tableName(services.tables.name("replications"))
                        .keyConditionExpression("image = :image")
                        .expressionAttributeValues(Map.of(":image", AttributeValue.fromS(partition)))
                        .consistentRead(true))
                .items()
                .stream()
                .map(StorageClassRecords::change)
                .toList();
    }
}
