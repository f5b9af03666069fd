package dev.ferry.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An access key as the table {@link AccessKeyTable} keeps it.
 *
 * <pre>
 * accessKeyId              account       principalArn                       sealedSecret  policy, sessionToken (if any)
 * AKIAIOSFODNN7EXAMPLE     111122223333  arn:aws:iam::111122223333:user/ci  B
 * </pre>
 *
 * Items carry {@code listed} and {@code accountKey} too, by which the index {@code listed} names them; their secrets are not
 * in that index.
 */
final class AccessKeyItem {
    static final String ID = "accessKeyId";
    static final String SEALED_SECRET = "sealedSecret";
    static final String LISTED = "listed";
    static final String ACCOUNT_KEY = "accountKey";
    static final String ALL_KEYS = "keys";

    private static final String ACCOUNT = "account";
    private static final String PRINCIPAL_ARN = "principalArn";
    private static final String SESSION_TOKEN = "sessionToken";
    private static final String POLICY = "policy";
    private static final String DESCRIPTION = "description";
    private static final String CREATED_AT = "createdAt";

    private AccessKeyItem() {}

    /** What its owner wants to know a key by. */
    static Map<String, AttributeValue> notes(String description, Instant createdAt) {
        return Map.of(
                DESCRIPTION, AttributeValue.fromS(description),
                CREATED_AT, AttributeValue.fromS(createdAt.toString()));
    }

    static Map<String, AttributeValue> of(
            RegionName region, AccessKey key, Map<String, AttributeValue> notes, SealingKeys sealingKeys) {
        Map<String, AttributeValue> item = new HashMap<>(notes);
        item.put(ID, AttributeValue.fromS(key.id()));
        item.put(ACCOUNT, AttributeValue.fromS(key.caller().account().value()));
        item.put(PRINCIPAL_ARN, AttributeValue.fromS(key.caller().principalArn()));
        key.caller().policy().ifPresent(policy -> item.put(POLICY, AttributeValue.fromS(policy.text())));
        key.sessionToken().ifPresent(token -> item.put(SESSION_TOKEN, AttributeValue.fromS(token)));
        byte[] sealed = sealingKeys.seal(key.secret().getBytes(StandardCharsets.UTF_8), bound(region, item));
        item.put(SEALED_SECRET, AttributeValue.fromB(SdkBytes.fromByteArray(sealed)));
        item.put(LISTED, AttributeValue.fromS(ALL_KEYS));
        item.put(ACCOUNT_KEY, AttributeValue.fromS(key.caller().account() + "#" + key.id()));
        return item;
    }

    /** The key of a Region's item, or empty if its secret was not sealed for it and the Region, or with none of these. */
    static Optional<AccessKey> accessKey(RegionName region, Map<String, AttributeValue> item, SealingKeys sealingKeys) {
        return Optional.ofNullable(item.get(SEALED_SECRET))
                .flatMap(sealed -> sealingKeys.open(sealed.b().asByteArray(), bound(region, item)))
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

    static IssuedKey issued(Map<String, AttributeValue> item) {
        return new IssuedKey(
                item.get(ID).s(),
                new AccountId(item.get(ACCOUNT).s()),
                item.get(PRINCIPAL_ARN).s(),
                text(item, DESCRIPTION).orElse(""),
                text(item, POLICY),
                text(item, CREATED_AT).map(Instant::parse));
    }

    /** All that the secret proves and where, so that no two keys have the same text. */
    static String bound(RegionName region, Map<String, AttributeValue> item) {
        ArrayNode bound = JsonNodeFactory.instance.arrayNode().add("access key").add(region.value());
        Stream.of(ID, ACCOUNT, PRINCIPAL_ARN, SESSION_TOKEN, POLICY)
                .forEach(name -> bound.add(text(item, name).orElse(null)));
        return bound.toString();
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }
}
