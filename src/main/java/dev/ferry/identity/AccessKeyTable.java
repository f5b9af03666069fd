package dev.ferry.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.IdentitySettings;
import dev.ferry.clients.StackSettings;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
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
 * The table {@code <prefix>-access-keys} of each Region.
 *
 * <pre>
 * accessKeyId              account       principalArn                       sealedSecret  policy, sessionToken (if any)
 * AKIAIOSFODNN7EXAMPLE     111122223333  arn:aws:iam::111122223333:user/ci  B
 *
 * accessKeyId              sealedKey
 * authorization-token-key  B: what the Region's authorization tokens are sealed with; no access key can have this id
 * </pre>
 *
 * Secrets are sealed with a key that is not in the table, and bound to all that they prove: who can read the table learns
 * none, and who can write it can neither forge a key nor widen what one may do. Keys carry {@code listed} and
 * {@code accountKey} too, by which the index {@code listed} names them; their secrets are not in that index.
 */
@ApplicationScoped
public class AccessKeyTable {
    private static final String ID = "accessKeyId";
    private static final String ACCOUNT = "account";
    private static final String PRINCIPAL_ARN = "principalArn";
    private static final String SEALED_SECRET = "sealedSecret";
    private static final String SESSION_TOKEN = "sessionToken";
    private static final String POLICY = "policy";
    private static final String DESCRIPTION = "description";
    private static final String CREATED_AT = "createdAt";

    private static final String LISTED = "listed";
    private static final String ACCOUNT_KEY = "accountKey";
    private static final String ALL_KEYS = "keys";

    private static final String TOKEN_KEY_ID = "authorization-token-key";
    private static final String TOKEN_KEY = "sealedKey";

    private final Function<RegionName, DynamoDbClient> clients;
    private final String table;
    private final Optional<SealingKey> sealingKey;

    @Inject
    public AccessKeyTable(AwsClients clients, StackSettings stack, IdentitySettings identity) {
        this(
                clients::dynamoDb,
                stack.tablePrefix(),
                identity.sealingKey().filter(key -> !key.isBlank()).map(SealingKey::parse));
    }

    /**
     * @param tablePrefix what the name of the table starts with, as {@link StackSettings#tablePrefix}
     * @param sealingKey  without it the table seems to hold no key, and takes none
     */
    public AccessKeyTable(
            Function<RegionName, DynamoDbClient> clients, String tablePrefix, Optional<SealingKey> sealingKey) {
        this.clients = clients;
        this.table = tablePrefix + "-access-keys";
        this.sealingKey = sealingKey;
    }

    /** The key of this id as it is now, or empty if the Region has none that was sealed with the stack's sealing key. */
    public Optional<AccessKey> find(RegionName region, String id) {
        return sealingKey.isPresent() && AccessKey.isId(id)
                ? item(region, id).flatMap(item -> accessKey(item, sealingKey.get()))
                : Optional.empty();
    }

    /** Lets this key sign requests to the Region, and replaces what the Region knew of its id. */
    public void put(RegionName region, AccessKey key) {
        put(region, key, Map.of());
    }

    /** The same, with what its owner wants to know it by. */
    public void put(RegionName region, AccessKey key, String description, Instant createdAt) {
        put(region, key, Map.of(
                DESCRIPTION, AttributeValue.fromS(description),
                CREATED_AT, AttributeValue.fromS(createdAt.toString())));
    }

    private void put(RegionName region, AccessKey key, Map<String, AttributeValue> notes) {
        Map<String, AttributeValue> item = new HashMap<>(notes);
        item.put(ID, AttributeValue.fromS(key.id()));
        item.put(ACCOUNT, AttributeValue.fromS(key.caller().account().value()));
        item.put(PRINCIPAL_ARN, AttributeValue.fromS(key.caller().principalArn()));
        key.caller().policy().ifPresent(policy -> item.put(POLICY, AttributeValue.fromS(policy.text())));
        key.sessionToken().ifPresent(token -> item.put(SESSION_TOKEN, AttributeValue.fromS(token)));
        byte[] sealed = requiredSealingKey().seal(key.secret().getBytes(StandardCharsets.UTF_8), bound(item));
        item.put(SEALED_SECRET, AttributeValue.fromB(SdkBytes.fromByteArray(sealed)));
        item.put(LISTED, AttributeValue.fromS(ALL_KEYS));
        item.put(ACCOUNT_KEY, AttributeValue.fromS(key.caller().account() + "#" + key.id()));
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
                .map(AccessKeyTable::issued);
    }

    /** What the Region's authorization tokens are sealed with, or empty if none was needed yet. */
    Optional<byte[]> tokenKey(RegionName region) {
        return sealingKey.flatMap(key -> item(region, TOKEN_KEY_ID).flatMap(item -> tokenKey(region, item, key)));
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
        byte[] sealed = requiredSealingKey().seal(key, boundTokenKey(region));
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
            return tokenKey(region, present.item(), requiredSealingKey()).orElseGet(
                    () -> tokenKeyUnlessPresent(region, key, present.item().get(TOKEN_KEY).b()));
        }
    }

    private static Optional<byte[]> tokenKey(
            RegionName region, Map<String, AttributeValue> item, SealingKey sealingKey) {
        return bytes(item, TOKEN_KEY).flatMap(sealed -> sealingKey.open(sealed, boundTokenKey(region)));
    }

    private SealingKey requiredSealingKey() {
        return sealingKey.orElseThrow(() -> new IllegalStateException(
                "no sealing key: the stack's parameter SealingKey is empty, so it can keep no access keys"));
    }

    private Optional<Map<String, AttributeValue>> item(RegionName region, String id) {
        Map<String, AttributeValue> item = clients.apply(region)
                .getItem(get -> get.tableName(table).key(Map.of(ID, AttributeValue.fromS(id))).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    private static Optional<AccessKey> accessKey(Map<String, AttributeValue> item, SealingKey sealingKey) {
        return bytes(item, SEALED_SECRET)
                .flatMap(sealed -> sealingKey.open(sealed, bound(item)))
                .map(secret -> new AccessKey(
                        new Caller(
                                item.get(ID).s(),
                                new AccountId(item.get(ACCOUNT).s()),
                                item.get(PRINCIPAL_ARN).s(),
                                text(item, POLICY).map(
                                        policy -> PolicyDocument.parse(PolicyDocument.Kind.IDENTITY, policy))),
                        new String(secret, StandardCharsets.UTF_8),
                        text(item, SESSION_TOKEN)));
    }

    private static IssuedKey issued(Map<String, AttributeValue> item) {
        return new IssuedKey(
                item.get(ID).s(),
                new AccountId(item.get(ACCOUNT).s()),
                item.get(PRINCIPAL_ARN).s(),
                text(item, DESCRIPTION).orElse(""),
                text(item, POLICY),
                text(item, CREATED_AT).map(Instant::parse));
    }

    /** All that the secret proves, so that no two keys have the same text. */
    private static String bound(Map<String, AttributeValue> item) {
        ArrayNode bound = JsonNodeFactory.instance.arrayNode().add("access key");
        Stream.of(ID, ACCOUNT, PRINCIPAL_ARN, SESSION_TOKEN, POLICY)
                .forEach(name -> bound.add(text(item, name).orElse(null)));
        return bound.toString();
    }

    private static String boundTokenKey(RegionName region) {
        return JsonNodeFactory.instance.arrayNode().add(TOKEN_KEY_ID).add(region.value()).toString();
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    private static Optional<byte[]> bytes(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::b).map(SdkBytes::asByteArray);
    }
}
