package dev.ferry.identity;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The table {@code <prefix>-access-keys} of each Region.
 *
 * <pre>
 * accessKeyId              account       principalArn                       secret  sessionToken (temporary keys only)
 * AKIAIOSFODNN7EXAMPLE     111122223333  arn:aws:iam::111122223333:user/ci  S
 *
 * accessKeyId              key
 * authorization-token-key  B: what the Region's authorization tokens are sealed with; no access key can have this id
 * </pre>
 */
@ApplicationScoped
public class AccessKeyTable {
    private static final String ID = "accessKeyId";
    private static final String ACCOUNT = "account";
    private static final String PRINCIPAL_ARN = "principalArn";
    private static final String SECRET = "secret";
    private static final String SESSION_TOKEN = "sessionToken";

    private static final String TOKEN_KEY_ID = "authorization-token-key";
    private static final String TOKEN_KEY = "key";

    private final Function<RegionName, DynamoDbClient> clients;
    private final String table;

    @Inject
    public AccessKeyTable(AwsClients clients, StackSettings settings) {
        this(clients::dynamoDb, settings.tablePrefix());
    }

    /** @param tablePrefix what the name of the table starts with, as {@link StackSettings#tablePrefix} */
    public AccessKeyTable(Function<RegionName, DynamoDbClient> clients, String tablePrefix) {
        this.clients = clients;
        this.table = tablePrefix + "-access-keys";
    }

    /** The key of this id as it is now, or empty if the Region has none. */
    public Optional<AccessKey> find(RegionName region, String id) {
        return AccessKey.isId(id) ? item(region, id).map(AccessKeyTable::accessKey) : Optional.empty();
    }

    /** Lets this key sign requests to the Region, and replaces what the Region knew of its id. */
    public void put(RegionName region, AccessKey key) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(ID, AttributeValue.fromS(key.id()));
        item.put(ACCOUNT, AttributeValue.fromS(key.caller().account().value()));
        item.put(PRINCIPAL_ARN, AttributeValue.fromS(key.caller().principalArn()));
        item.put(SECRET, AttributeValue.fromS(key.secret()));
        key.sessionToken().ifPresent(token -> item.put(SESSION_TOKEN, AttributeValue.fromS(token)));
        clients.apply(region).putItem(put -> put.tableName(table).item(item));
    }

    /** Lets the key of this id sign no more; warm functions follow within {@link CachedAccessKeys#LIFETIME}. */
    public void delete(RegionName region, String id) {
        clients.apply(region).deleteItem(delete -> delete.tableName(table).key(Map.of(ID, AttributeValue.fromS(id))));
    }

    /** What the Region's authorization tokens are sealed with, or empty if none was needed yet. */
    Optional<byte[]> tokenKey(RegionName region) {
        return item(region, TOKEN_KEY_ID).map(item -> item.get(TOKEN_KEY).b().asByteArray());
    }

    /**
     * Makes this the Region's key for authorization tokens, unless it has one.
     *
     * @return the Region's key: this one, or that of whoever was first
     */
    byte[] tokenKeyUnlessPresent(RegionName region, byte[] key) {
        Map<String, AttributeValue> item = Map.of(
                ID, AttributeValue.fromS(TOKEN_KEY_ID),
                TOKEN_KEY, AttributeValue.fromB(SdkBytes.fromByteArray(key)));
        try {
            clients.apply(region).putItem(put -> put.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#id)")
                    .expressionAttributeNames(Map.of("#id", ID))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return key;
        } catch (ConditionalCheckFailedException present) {
            return present.item().get(TOKEN_KEY).b().asByteArray();
        }
    }

    private Optional<Map<String, AttributeValue>> item(RegionName region, String id) {
        Map<String, AttributeValue> item = clients.apply(region)
                .getItem(get -> get.tableName(table).key(Map.of(ID, AttributeValue.fromS(id))).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    private static AccessKey accessKey(Map<String, AttributeValue> item) {
        return new AccessKey(
                item.get(ID).s(),
                new Caller(new AccountId(item.get(ACCOUNT).s()), item.get(PRINCIPAL_ARN).s()),
                item.get(SECRET).s(),
                Optional.ofNullable(item.get(SESSION_TOKEN)).map(AttributeValue::s));
    }
}
