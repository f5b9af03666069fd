package dev.ferry.store;

import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.PartNumbers;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * The table {@code uploads}: the layers that are on their way.
 *
 * <pre>
 * upload   holds
 * uuid     account, repository, received, multipart, partNumbers, nextPart, stagedKey, stagedSize, stagedDigest, lease,
 *          leaseFirst, leaseCount, leaseRest, closedAs, expiresAt (seconds)
 * </pre>
 *
 * An upload's id begins with the time at which it was begun. {@code account} says whom it is counted as, the registry's
 * account or that and someone else ({@link LayerUpload#countedAs}). The index {@code account} has the ids of the open uploads
 * of each of them and nothing else, so that a further part of an upload does not touch it.
 */
@ApplicationScoped
public class UploadsTable {
    /** How long an upload may rest. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final String TABLE = "uploads";

    /** Every chunk moves the one and every lease the other; what an earlier version began has no numbers. */
    private static final String UNCHANGED =
            "received = :received AND (attribute_not_exists(nextPart) OR nextPart = :nextPart)";

    private final Tables tables;

    public UploadsTable(Tables tables) {
        this.tables = tables;
    }

    private static ItemKey key(String upload) {
        return ItemKey.of(TABLE, "upload", upload);
    }

    /** An id for an upload that is begun now: a UUID of version 7 (RFC 9562), so that ids sort by time. */
    public static String newId(Instant now) {
        UUID random = UUID.randomUUID();
        return new UUID(
                        now.toEpochMilli() << 16 | 0x7000 | random.getMostSignificantBits() & 0xfff,
                        random.getLeastSignificantBits())
                .toString();
    }

    /**
     * How many uploads of the account are open, of those that were begun no longer ago than one may rest. An upload that
     * ended or began a moment ago may not be counted right yet.
     */
    public int count(RegionName region, String countedAs, Instant now) {
        String earliest = newId(now.minus(LIFETIME)).substring(0, 13);
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(TABLE))
                        .indexName("account")
                        .select(Select.COUNT)
                        .keyConditionExpression("#account = :account AND #upload >= :earliest")
                        .expressionAttributeNames(Map.of("#account", "account", "#upload", "upload"))
                        .expressionAttributeValues(Map.of(
                                ":account", Attributes.string(countedAs),
                                ":earliest", Attributes.string(earliest))))
                .stream()
                .mapToInt(QueryResponse::count)
                .sum();
    }

    public void begin(LayerUpload upload, Instant now) {
        tables.in(upload.registry().region()).putItem(put -> put.tableName(tables.name(TABLE)).item(item(upload, now)));
    }

    /** The upload, if it is this repository's and has not expired. DynamoDB deletes what expired only later. */
    public Optional<LayerUpload> find(RegionName region, RepositoryKey repository, String id, Instant now) {
        return tables.get(region, key(id))
                .filter(item -> Attributes.string(item, "repository").equals(repository.toString()))
                .filter(item -> Attributes.number(item, "expiresAt") > now.getEpochSecond())
                .map(item -> read(region, repository, item));
    }

    /** Commits a further chunk or a lease; false if another one was committed meanwhile or the upload is gone. */
    public boolean advance(LayerUpload from, LayerUpload to, Instant now) {
        try {
            tables.in(to.registry().region()).putItem(put -> put.tableName(tables.name(TABLE))
                    .item(item(to, now))
                    .conditionExpression(UNCHANGED)
                    .expressionAttributeValues(unchanged(from)));
            return true;
        } catch (ConditionalCheckFailedException overtaken) {
            return false;
        }
    }

    /** Part of a transaction: the upload has become a layer. */
    public Write end(LayerUpload upload) {
        return Write.delete(
                Delete.builder()
                        .tableName(tables.name(TABLE))
                        .key(key(upload.id()).key())
                        .conditionExpression(UNCHANGED)
                        .expressionAttributeValues(unchanged(upload))
                        .build(),
                () -> new ContentionException("the upload " + upload.id() + " went on meanwhile"));
    }

    /**
     * Gives an upload up, whatever has come of it meanwhile.
     *
     * @return false if it was gone already
     */
    public boolean delete(LayerUpload upload) {
        return tables.in(upload.registry().region())
                .deleteItem(delete -> delete.tableName(tables.name(TABLE))
                        .key(key(upload.id()).key())
                        .returnValues(ReturnValue.ALL_OLD))
                .hasAttributes();
    }

    private static Map<String, AttributeValue> unchanged(LayerUpload upload) {
        return Map.of(
                ":received", Attributes.number(upload.received()),
                ":nextPart", Attributes.number(upload.parts().next()));
    }

    private static Map<String, AttributeValue> item(LayerUpload upload, Instant now) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("account", Attributes.string(upload.countedAs()));
        attributes.put("repository",
                Attributes.string(new RepositoryKey(upload.registry().account(), upload.repository())));
        attributes.put("received", Attributes.number(upload.received()));
        attributes.put("partNumbers", Attributes.string(upload.parts()));
        attributes.put("nextPart", Attributes.number(upload.parts().next()));
        attributes.put("expiresAt", Attributes.number(now.plus(LIFETIME).getEpochSecond()));
        upload.multipart().ifPresent(id -> attributes.put("multipart", Attributes.string(id)));
        upload.staged().ifPresent(staged -> {
            attributes.put("stagedKey", Attributes.string(staged.key()));
            attributes.put("stagedSize", Attributes.number(staged.size()));
            staged.digest().ifPresent(digest -> attributes.put("stagedDigest", Attributes.string(digest)));
        });
        upload.lease().ifPresent(lease -> {
            attributes.put("lease", Attributes.string(lease.id()));
            attributes.put("leaseFirst", Attributes.number(lease.first()));
            attributes.put("leaseCount", Attributes.number(lease.count()));
            attributes.put("leaseRest", Attributes.string(lease.rest()));
        });
        upload.closedAs().ifPresent(digest -> attributes.put("closedAs", Attributes.string(digest)));
        return key(upload.id()).item(attributes);
    }

    private static LayerUpload read(RegionName region, RepositoryKey repository, Map<String, AttributeValue> item) {
        return new LayerUpload(
                Attributes.string(item, "upload"),
                new Registry(repository.account(), region),
                repository.repository(),
                Attributes.string(item, "account"),
                Attributes.number(item, "received"),
                Attributes.optionalString(item, "multipart"),
                parts(item),
                Attributes.optionalString(item, "stagedKey")
                        .map(key -> new LayerUpload.Staged(
                                key,
                                Attributes.number(item, "stagedSize"),
                                Attributes.optionalString(item, "stagedDigest").map(Digest::parse))),
                Attributes.optionalString(item, "lease").map(id -> new LayerUpload.Lease(
                        id,
                        (int) Attributes.number(item, "leaseFirst"),
                        (int) Attributes.number(item, "leaseCount"),
                        Attributes.string(item, "leaseRest"))),
                Attributes.optionalString(item, "closedAs").map(Digest::parse));
    }

    /** An earlier version counted the parts, which had no gaps. */
    private static PartNumbers parts(Map<String, AttributeValue> item) {
        return item.containsKey("nextPart")
                ? PartNumbers.parse(Attributes.string(item, "partNumbers"), (int) Attributes.number(item, "nextPart"))
                : PartNumbers.NONE.with(1, (int) Attributes.number(item, "parts"));
    }
}
