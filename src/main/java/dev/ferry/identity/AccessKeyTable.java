package dev.ferry.identity;

import static dev.ferry.identity.AccessKeyItem.ACCOUNT_KEY;
import static dev.ferry.identity.AccessKeyItem.ALL_KEYS;
import static dev.ferry.identity.AccessKeyItem.ID;
import static dev.ferry.identity.AccessKeyItem.LISTED;
import static dev.ferry.identity.AccessKeyItem.SEALED_SECRET;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.IdentitySettings;
import dev.ferry.clients.StackSettings;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The table {@code <prefix>-access-keys} of each Region: its access keys, each an {@link AccessKeyItem}, and
 *
 * <pre>
 * accessKeyId              sealedKey
 * authorization-token-key  B: what the Region's authorization tokens are sealed with; no access key can have this id
 * </pre>
 *
 * Secrets are sealed with a key that is not in the table, and bound to all that they prove and to their Region: who can read
 * the table learns none, and who can write it can neither forge a key nor widen what one may do or where.
 */
@ApplicationScoped
public class AccessKeyTable {
    private static final String TOKEN_KEY_ID = "authorization-token-key";
    private static final String TOKEN_KEY = "sealedKey";

    private final Function<RegionName, DynamoDbClient> clients;
    private final String table;
    private final Optional<SealingKeys> sealingKeys;

    @Inject
    public AccessKeyTable(AwsClients clients, StackSettings stack, IdentitySettings identity) {
        this(
                clients::dynamoDb,
                stack.tablePrefix(),
                identity.sealingKey().filter(keys -> !keys.isBlank()).map(SealingKeys::parse));
    }

    /**
     * @param tablePrefix what the name of the table starts with, as {@link StackSettings#tablePrefix}
     * @param sealingKeys without any the table seems to hold no key, and takes none
     */
    public AccessKeyTable(
            Function<RegionName, DynamoDbClient> clients, String tablePrefix, Optional<SealingKeys> sealingKeys) {
        this.clients = clients;
        this.table = tablePrefix + "-access-keys";
        this.sealingKeys = sealingKeys;
    }

    /** The key of this id as it is now, or empty if the Region has none that was sealed with a sealing key of the stack. */
    public Optional<AccessKey> find(RegionName region, String id) {
        return sealingKeys.isPresent() && AccessKey.isId(id)
                ? item(region, id).flatMap(item -> AccessKeyItem.accessKey(region, item, sealingKeys.get()))
                : Optional.empty();
    }

    /** Lets this key sign requests to the Region, and replaces what the Region knew of its id. */
    public void put(RegionName region, AccessKey key) {
        put(region, key, Map.of());
    }

    /** The same, with what its owner wants to know it by. */
    public void put(RegionName region, AccessKey key, String description, Instant createdAt) {
        put(region, key, AccessKeyItem.notes(description, createdAt));
    }

    private void put(RegionName region, AccessKey key, Map<String, AttributeValue> notes) {
        Map<String, AttributeValue> item = AccessKeyItem.of(region, key, notes, requiredSealingKeys());
        clients.apply(region).putItem(put -> put.tableName(table).item(item));
    }

    /**
     * Lets the key of this id sign no more; warm functions follow within {@link CachedAccessKeys#LIFETIME}.
     *
     * @return false if the Region has no such key
     */
    public boolean delete(RegionName region, String id) {
        return AccessKey.isId(id)
                && clients.apply(region)
                        .deleteItem(delete -> delete.tableName(table)
                                .key(Map.of(ID, AttributeValue.fromS(id)))
                                .returnValues(ReturnValue.ALL_OLD))
                        .hasAttributes();
    }

    /** The Region's keys by account and id, of one account or of all; a new one may be missing for a moment. */
    public Stream<IssuedKey> list(RegionName region, Optional<AccountId> account) {
        return clients.apply(region)
                .queryPaginator(query -> query.tableName(table)
                        .indexName(LISTED)
                        .keyConditionExpression("#listed = :keys AND #accountKey BETWEEN :first AND :last")
                        .expressionAttributeNames(Map.of("#listed", LISTED, "#accountKey", ACCOUNT_KEY))
                        .expressionAttributeValues(Map.of(
                                ":keys", AttributeValue.fromS(ALL_KEYS),
                                ":first", AttributeValue.fromS(account.map(id -> id + "#").orElse("0")),
                                ":last", AttributeValue.fromS(account.map(id -> id + "$").orElse(":")))))
                .items()
                .stream()
                .map(AccessKeyItem::issued);
    }

    /** What the Region's authorization tokens are sealed with, or empty if none was needed yet. */
    Optional<byte[]> tokenKey(RegionName region) {
        return sealingKeys.flatMap(keys -> item(region, TOKEN_KEY_ID).flatMap(item -> tokenKey(region, item, keys)));
    }

    /**
     * Makes this the Region's key for authorization tokens, unless it has one. One that was sealed with another sealing
     * key is none.
     *
     * @return the Region's key: this one, or that of whoever was first
     */
    byte[] tokenKeyUnlessPresent(RegionName region, byte[] key) {
        return tokenKeyUnlessPresent(region, key, SdkBytes.fromByteArray(new byte[1]));
    }

    /** @param unreadable what may be replaced */
    private byte[] tokenKeyUnlessPresent(RegionName region, byte[] key, SdkBytes unreadable) {
        byte[] sealed = requiredSealingKeys().seal(key, boundTokenKey(region));
        Map<String, AttributeValue> item = Map.of(
                ID, AttributeValue.fromS(TOKEN_KEY_ID),
                TOKEN_KEY, AttributeValue.fromB(SdkBytes.fromByteArray(sealed)));
        try {
            clients.apply(region).putItem(put -> put.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#id) OR #key = :unreadable")
                    .expressionAttributeNames(Map.of("#id", ID, "#key", TOKEN_KEY))
                    .expressionAttributeValues(Map.of(":unreadable", AttributeValue.fromB(unreadable)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return key;
        } catch (ConditionalCheckFailedException present) {
            return tokenKey(region, present.item(), requiredSealingKeys()).orElseGet(
                    () -> tokenKeyUnlessPresent(region, key, present.item().get(TOKEN_KEY).b()));
        }
    }

    /**
     * Seals all of the Region's keys with the sealing key in force, so that earlier ones are not needed any more. They stay
     * usable meanwhile; it can be repeated, and cut short.
     */
    public Resealing reseal(RegionName region) {
        return Stream.concat(
                        list(region, Optional.empty()).map(key -> reseal(region, key.id(), SEALED_SECRET)),
                        Stream.of(TOKEN_KEY_ID).map(id -> reseal(region, id, TOKEN_KEY)))
                .reduce(Resealing.NONE, Resealing::and);
    }

    private Resealing reseal(RegionName region, String id, String attribute) {
        Optional<Map<String, AttributeValue>> item = item(region, id);
        if (item.isEmpty()) {
            return Resealing.NONE;
        }
        SealingKeys keys = requiredSealingKeys();
        String bound = id.equals(TOKEN_KEY_ID) ? boundTokenKey(region) : AccessKeyItem.bound(region, item.get());
        AttributeValue seen = item.get().get(attribute);
        byte[] sealed = seen.b().asByteArray();
        if (keys.isCurrent(sealed, bound)) {
            return Resealing.CURRENT;
        }
        Optional<byte[]> secret = keys.open(sealed, bound);
        if (secret.isEmpty()) {
            return Resealing.UNREADABLE;
        }
        SdkBytes anew = SdkBytes.fromByteArray(keys.seal(secret.get(), bound));
        try {
            clients.apply(region).updateItem(update -> update.tableName(table)
                    .key(Map.of(ID, AttributeValue.fromS(id)))
                    .updateExpression("SET #sealed = :anew")
                    .conditionExpression("#sealed = :seen")
                    .expressionAttributeNames(Map.of("#sealed", attribute))
                    .expressionAttributeValues(Map.of(":anew", AttributeValue.fromB(anew), ":seen", seen)));
            return Resealing.RESEALED;
        } catch (ConditionalCheckFailedException changedMeanwhile) {
            return reseal(region, id, attribute);
        }
    }

    private static Optional<byte[]> tokenKey(
            RegionName region, Map<String, AttributeValue> item, SealingKeys sealingKeys) {
        return Optional.ofNullable(item.get(TOKEN_KEY))
                .flatMap(sealed -> sealingKeys.open(sealed.b().asByteArray(), boundTokenKey(region)));
    }

    private SealingKeys requiredSealingKeys() {
        return sealingKeys.orElseThrow(() -> new IllegalStateException(
                "no sealing key: the stack's parameter SealingKey is empty, so it can keep no access keys"));
    }

    private Optional<Map<String, AttributeValue>> item(RegionName region, String id) {
        Map<String, AttributeValue> item = clients.apply(region)
                .getItem(get -> get.tableName(table).key(Map.of(ID, AttributeValue.fromS(id))).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    private static String boundTokenKey(RegionName region) {
        return JsonNodeFactory.instance.arrayNode().add(TOKEN_KEY_ID).add(region.value()).toString();
    }
}
