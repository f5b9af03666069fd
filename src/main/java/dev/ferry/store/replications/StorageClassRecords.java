package dev.ferry.store.replications;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StorageClass;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;
import dev.ferry.replication.StorageClassChange;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * The changes of storage classes in the {@link ReplicationsTable}, whose stream is read to announce them. They are there for
 * the stream alone, in partitions of their own, so nobody who reads of an image's pushes reads them.
 */
@ApplicationScoped
public class StorageClassRecords {
    private static final String KIND = "storage-class";
    private static final String PARTITION = "storage-class/";
    /** The stream keeps what it has to tell by itself. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Tables tables;

    public StorageClassRecords(Tables tables) {
        this.tables = tables;
    }

    /** Part of the transaction that changes it. */
    public Write record(StorageClassChange change) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("kind", Attributes.string(KIND));
        attributes.put("region", Attributes.string(change.registry().region()));
        attributes.put("target", Attributes.string(change.target()));
        attributes.put("mediaType", Attributes.string(change.mediaType()));
        change.artifactType().ifPresent(type -> attributes.put("artifactType", Attributes.string(type)));
        if (change.isReferrer()) {
            attributes.put("referrer", Attributes.flag(true));
        }
        attributes.put("changedAt", Attributes.time(change.at()));
        attributes.put("expiresAt", Attributes.number(change.at().plus(KEPT).getEpochSecond()));
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .item(key(change).item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                () -> new ContentionException("the id of the change is taken"));
    }

    private static ItemKey key(StorageClassChange change) {
        ImageKey image = new ImageKey(
                new RepositoryKey(change.registry().account(), change.repository()), change.digest());
        return ItemKey.of(ReplicationsTable.TABLE, "image", PARTITION + image, "push", change.id().value());
    }

    public static boolean isStorageClassChange(Map<String, AttributeValue> item) {
        return Attributes.string(item, "kind").equals(KIND);
    }

    /** A change as its item on the stream holds it. */
    public static StorageClassChange change(Map<String, AttributeValue> item) {
        ImageKey image = ImageKey.parse(Attributes.string(item, "image").substring(PARTITION.length()));
        return new StorageClassChange(
                new PushId(Attributes.string(item, "push")),
                new Registry(image.repository().account(), new RegionName(Attributes.string(item, "region"))),
                image.repository().repository(),
                image.digest(),
                StorageClass.valueOf(Attributes.string(item, "target")),
                Attributes.string(item, "mediaType"),
                Attributes.optionalString(item, "artifactType"),
                item.containsKey("referrer"),
                Attributes.time(item, "changedAt"));
    }
}
