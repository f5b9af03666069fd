package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.Tag;
import dev.ferry.store.Attributes;
import dev.ferry.store.ItemKey;
import dev.ferry.store.Tables;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table {@code images}: all that is in a repository.
 *
 * <pre>
 * repository              item                          holds
 * 111122223333/team/app   image#sha256:…                mediaType, size, pushedAt, pulledAt, artifactType, subject, tags,
 *                                                       listedBy, deletions (how many had gone before, unless none),
 *                                                       lastPush (of the image, recorded in this registry),
 *                                                       archived (while it is), archivedAt, activatedAt,
 *                                                       and the manifest if it is no larger than 32 KiB
 * 111122223333/team/app   deletions#sha256:…            deletions, sources: see ImageState; stays when the image goes
 * 111122223333/team/app   tag#latest                    digest (absent once deleted), version, sources, movedBy,
 *                                                       lastPush (of the tag, recorded in this registry)
 * 111122223333/team/app   layer#sha256:…                size: the repository may use this layer of the account;
 *                                                       pendingDeletion: the removal that announced it;
 *                                                       checkedTo: how far that one came before it was cut short
 * 111122223333/team/app   layer-removals                announced: how many there were
 * 111122223333/team/app   referrer#&lt;subject>#&lt;digest>   mediaType, artifactType, size
 * </pre>
 */
public final class ImagesTable {
    /** An item holds at most 400 KiB: a thousand tags of 300 characters, and five hundred indexes of 135, take nine tenths. */
    public static final int MAX_INLINE_MANIFEST = 32 * 1024;

    static final String TABLE = "images";
    static final String IMAGE = "image#";
    static final String TAG = "tag#";
    static final String DELETIONS = "deletions#";
    /** Sorts behind what anything is called, for neither digests nor tags have it. */
    static final String BEHIND_NAMES = "~";
    private static final String LAYER = "layer#";
    private static final String REFERRER = "referrer#";

    private ImagesTable() {}

    public static ItemKey imageKey(RepositoryKey repository, Digest digest) {
        return key(repository, IMAGE + digest);
    }

    public static ItemKey imageStateKey(RepositoryKey repository, Digest digest) {
        return key(repository, DELETIONS + digest);
    }

    public static ItemKey tagKey(RepositoryKey repository, Tag tag) {
        return key(repository, TAG + tag);
    }

    public static ItemKey layerKey(RepositoryKey repository, Digest layer) {
        return key(repository, LAYER + layer);
    }

    public static ItemKey layerRemovalsKey(RepositoryKey repository) {
        return key(repository, "layer-removals");
    }

    static ItemKey referrerKey(RepositoryKey repository, Digest subject, Digest referrer) {
        return key(repository, referrersOf(subject) + referrer);
    }

    /** What the items of an image's referrers start with. */
    static String referrersOf(Digest subject) {
        return REFERRER + subject + "#";
    }

    static ItemKey key(RepositoryKey repository, String item) {
        return ItemKey.of(TABLE, "repository", repository.toString(), "item", item);
    }

    /** The repository's items that start so, sorted. They are read as the stream is. */
    static Stream<Map<String, AttributeValue>> items(
            Tables tables, RegionName region, RepositoryKey repository, String start) {
        return items(tables, region, repository, start, "");
    }

    /** @param from what the first that is wanted is called behind that start, or less */
    static Stream<Map<String, AttributeValue>> items(
            Tables tables, RegionName region, RepositoryKey repository, String start, String from) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(TABLE))
                        .keyConditionExpression("repository = :repository AND #item BETWEEN :from AND :to")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(Map.of(
                                ":repository", Attributes.string(repository),
                                ":from", Attributes.string(start + from),
                                ":to", Attributes.string(start + BEHIND_NAMES)))
                        .consistentRead(true))
                .items()
                .stream();
    }

    /** What an item is called behind that start. */
    static String name(Map<String, AttributeValue> item, String start) {
        return Attributes.string(item, "item").substring(start.length());
    }
}
