package dev.ferry.store.replications;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.store.Attributes;
import dev.ferry.store.ItemKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table {@code replications}: the pushes and deletions of a registry, with their plans, how far each replication has come, and how
 * those ended that came to this Region. Its stream is the outbox: a push that is inserted will be fanned out and announced, a
 * change of a storage class announced.
 *
 * <pre>
 * image                           push                                    holds
 * 111122223333/team/app@sha256:…  0193f…-&lt;unique>                         kind push, region, tag, tagVersion, pushedAt, plan,
 *                                                                         deletions (of the image before, unless none)
 * 111122223333/team/app@sha256:…  0193f…-&lt;unique>                         kind deletion, region, tags with their versions, tag
 *                                                                         (the only one), deletions, pushedAt (when), plan
 * 111122223333/team/app@sha256:…  0193f…-&lt;unique>#444455556666#eu-west-1  kind replication, action (DELETE, or none for a push),
 *                                                                         region, tag, pushedAt, openedAt, status,
 *                                                                         attempt, grantedAt, mayCreateRepository,
 *                                                                         endedAt, failureCode, reason,
 *                                                                         copiedBytes, skippedBytes
 * end/111122223333/us-west-2/     444455556666/team/app@sha256:…          kind end, status, endedAt, failureCode, reason,
 *     0193f…-&lt;unique>                                                     copiedBytes, skippedBytes,
 *                                                                         expiresAt (seconds)
 * storage-class/111122223333/     0193f…-&lt;unique>                         kind storage-class, region, target, mediaType,
 *     team/app@sha256:…                                                   artifactType, referrer (if it is one), changedAt,
 *                                                                         expiresAt (seconds)
 * </pre>
 *
 * What is not finished carries {@code open} and {@code since}, by which the index {@code open} finds it: a push until it
 * is fanned out, a replication until it ends. What ended FAILED carries {@code failed} besides, by which the index
 * {@code failed} finds it, the latest first; so a replication that succeeds is never in that index and costs it nothing.
 */
public final class ReplicationsTable {
    static final String TABLE = "replications";
    static final String OPEN_INDEX = "open";
    static final String FAILED_INDEX = "failed";
    /** How many partitions an index is spread over. */
    private static final int SHARDS = 8;

    private ReplicationsTable() {}

    public static ItemKey pushKey(ImageKey image, PushId push) {
        return ItemKey.of(TABLE, "image", image.toString(), "push", push.value());
    }

    public static ItemKey replicationKey(ImageKey image, PushId push, Registry destination) {
        return ItemKey.of(TABLE, "image", image.toString(), "push",
                push + "#" + destination.account() + "#" + destination.region());
    }

    /** In the destination's Region. An attempt that a person begins after a failure has an end of its own. */
    public static ItemKey endKey(ImageAction action, Replication replication) {
        return ItemKey.of(TABLE,
                "image", "end/" + action.registry() + "/" + replication.push()
                        + (replication.attempt() == 0 ? "" : "/" + replication.attempt()),
                "push", ImageKey.of(replication.destination().account(), action.repository(), action.digest()).toString());
    }

    /**
     * What the key of a push or of a replication names.
     *
     * @param destination of a replication; empty for a push
     */
    record ParsedKey(ImageKey image, PushId push, Optional<Registry> destination) {
        static ParsedKey of(Map<String, AttributeValue> item) {
            String[] parts = Attributes.string(item, "push").split("#");
            return new ParsedKey(
                    ImageKey.parse(Attributes.string(item, "image")),
                    new PushId(parts[0]),
                    parts.length == 1 ? Optional.empty() : Optional.of(Registry.of(parts[1], parts[2])));
        }
    }

    /** What an item carries that is open since then. */
    static Map<String, AttributeValue> open(PushId push, Instant since) {
        return Map.of(
                "open", Attributes.string(shard(OPEN_INDEX, push)),
                "since", Attributes.string(since.toString()));
    }

    /** The partition of an index in which everything of a push is. */
    static String shard(String index, PushId push) {
        return index + "-" + Math.floorMod(push.value().hashCode(), SHARDS);
    }

    static Stream<String> shards(String index) {
        return IntStream.range(0, SHARDS).mapToObj(number -> index + "-" + number);
    }
}
