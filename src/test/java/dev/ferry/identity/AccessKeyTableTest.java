package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.CALLER;
import static dev.ferry.identity.SignedRequests.KEY;
import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static dev.ferry.identity.SignedRequests.callerWith;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.TemplateSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AccessKeyTableTest {
    private static final RegionName US_EAST_1 = new RegionName("us-east-1");
    private static final RegionName EU_WEST_1 = new RegionName("eu-west-1");

    /** A sealing key that nothing is sealed with before a test does. */
    private static final String ANOTHER = Base64.getEncoder().encodeToString("another key of thirty-two bytes.".getBytes(UTF_8));

    @TempDir
    static Path data;

    private static AccessKeyTables tables;

    private final AccessKeyTable table = tables.table();

    @BeforeAll
    static void start() throws IOException {
        tables = new AccessKeyTables(data);
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @Test
    void find_returns_the_key_that_was_put_in_this_region() {
        table.put(US_EAST_1, KEY);

        assertThat(table.find(US_EAST_1, KEY.id())).contains(KEY);
        assertThat(table.find(EU_WEST_1, KEY.id())).isEmpty();
    }

    @Test
    void find_returns_the_session_token_of_a_temporary_key() {
        AccessKey temporary = new AccessKey(callerWith("TEMPORARYKEY0001"), "secret", Optional.of("token"));
        table.put(US_EAST_1, temporary);

        assertThat(table.find(US_EAST_1, temporary.id())).contains(temporary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "authorization-token-key", "AKIA'; DROP TABLE", "UNKNOWNACCESSKEY"})
    void find_is_empty_for_what_is_no_access_key(String id) {
        table.tokenKeyUnlessPresent(US_EAST_1, new byte[32]);

        assertThat(table.find(US_EAST_1, id)).isEmpty();
    }

    @Test
    void a_deleted_key_lives_on_for_a_minute_at_most() {
        MovableClock clock = new MovableClock(SIGNED_AT);
        CachedAccessKeys keys = new CachedAccessKeys(table, clock);
        AccessKey key = AccessKey.longTerm(callerWith("DELETEDACCESSKEY"), "secret");
        table.put(US_EAST_1, key);
        assertThat(keys.find(US_EAST_1, key.id())).contains(key);
        table.delete(US_EAST_1, key.id());

        clock.pass(Duration.ofSeconds(59));
        assertThat(keys.find(US_EAST_1, key.id())).contains(key);
        clock.pass(Duration.ofSeconds(1));
        assertThat(keys.find(US_EAST_1, key.id())).isEmpty();
    }

    @Test
    void a_new_key_works_at_once_although_it_was_asked_for_before() {
        CachedAccessKeys keys = new CachedAccessKeys(table, SignedRequests.clock(SIGNED_AT));
        AccessKey key = AccessKey.longTerm(callerWith("BRANDNEWACCESSKEY"), "secret");
        assertThat(keys.find(US_EAST_1, key.id())).isEmpty();

        table.put(US_EAST_1, key);

        assertThat(keys.find(US_EAST_1, key.id())).contains(key);
    }

    @Test
    void tokenKeyUnlessPresent_leaves_one_key_however_many_make_one_at_once() throws Exception {
        RegionName region = new RegionName("ap-south-1");
        tables.client(region);
        ExecutorService functions = Executors.newFixedThreadPool(8);
        try {
            List<Callable<byte[]>> makers = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<byte[]>) () -> table.tokenKeyUnlessPresent(region, new byte[] {(byte) i}))
                    .toList();
            Set<Byte> keys = new HashSet<>();
            for (Future<byte[]> key : functions.invokeAll(makers)) {
                keys.add(key.get()[0]);
            }
            assertThat(keys).hasSize(1);
            assertThat(table.tokenKey(region)).hasValueSatisfying(key -> assertThat(keys).containsExactly(key[0]));
        } finally {
            functions.shutdown();
        }
    }

    @Test
    void the_table_holds_no_secret_that_anyone_could_read() {
        AccessKey key = AccessKey.longTerm(callerWith("SEALEDACCESSKEY1"), "the secret that nobody sees");
        table.put(US_EAST_1, key);
        table.tokenKeyUnlessPresent(US_EAST_1, "a key of thirty-two bytes, in all".substring(0, 32).getBytes(UTF_8));

        assertThat(item(key.id()).toString()).doesNotContain(key.secret());
        assertThat(new String(item(key.id()).get("sealedSecret").b().asByteArray(), ISO_8859_1))
                .doesNotContain(key.secret());
        assertThat(new String(item("authorization-token-key").get("sealedKey").b().asByteArray(), ISO_8859_1))
                .doesNotContain("a key of");
    }

    @Test
    void without_its_sealing_key_a_table_seems_empty_and_takes_nothing() {
        table.put(US_EAST_1, KEY);
        AccessKeyTable unconfigured = tables.table(Optional.empty());

        assertThat(unconfigured.find(US_EAST_1, KEY.id())).isEmpty();
        assertThat(unconfigured.tokenKey(US_EAST_1)).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> unconfigured.put(US_EAST_1, KEY));
    }

    @Test
    void a_key_that_another_sealing_key_sealed_is_none() {
        table.put(US_EAST_1, KEY);

        assertThat(sealing(ANOTHER).find(US_EAST_1, KEY.id())).isEmpty();
    }

    @Test
    void a_token_key_that_another_sealing_key_sealed_is_replaced() {
        RegionName region = new RegionName("ap-northeast-2");
        sealing(ANOTHER).tokenKeyUnlessPresent(region, new byte[] {1});

        assertThat(table.tokenKey(region)).isEmpty();
        assertThat(table.tokenKeyUnlessPresent(region, new byte[] {2})).containsExactly(2);
        assertThat(table.tokenKeyUnlessPresent(region, new byte[] {3})).containsExactly(2);
    }

    @Test
    void a_sealing_key_is_replaced_and_every_key_stays_usable_meanwhile() {
        RegionName region = new RegionName("ca-central-1");
        String old = TemplateSettings.SEALING_KEY;
        AccessKeyTable replacing = sealing(ANOTHER + "," + old);
        table.put(region, KEY, "for the build", SIGNED_AT);
        byte[] tokenKey = table.tokenKeyUnlessPresent(region, new byte[] {1});

        assertThat(replacing.find(region, KEY.id())).contains(KEY);
        assertThat(replacing.tokenKey(region)).contains(tokenKey);
        AccessKey made = AccessKey.longTerm(callerWith("MADEMEANWHILE001"), "secret");
        replacing.put(region, made);
        assertThat(replacing.reseal(region)).isEqualTo(new Resealing(2, 1, 0));
        assertThat(replacing.reseal(region)).isEqualTo(new Resealing(0, 3, 0));

        AccessKeyTable replaced = sealing(ANOTHER);
        assertThat(replaced.find(region, KEY.id())).contains(KEY);
        assertThat(replaced.find(region, made.id())).contains(made);
        assertThat(replaced.tokenKey(region)).contains(tokenKey);
        assertThat(replaced.list(region, Optional.empty())).extracting(IssuedKey::description).contains("for the build");
        assertThat(table.find(region, KEY.id())).isEmpty();
        assertThat(table.reseal(region)).as("the old one opens nothing").isEqualTo(new Resealing(0, 0, 3));
    }

    private static AccessKeyTable sealing(String keys) {
        return tables.table(Optional.of(SealingKeys.parse(keys)));
    }

    /** Whoever can write the table, but not seal, can make no key of another's secret, and widen none. */
    @ParameterizedTest
    @CsvSource({
        "accessKeyId, STOLENACCESSKEY1", "account, 444455556666", "principalArn, arn:aws:iam::111122223333:root",
        "policy, '{\"Version\":\"2012-10-17\",\"Statement\":[]}'", "sessionToken, token"})
    void a_secret_moved_to_what_it_was_not_sealed_for_is_none(String attribute, String value) {
        AccessKey key = AccessKey.longTerm(callerWith("MOVEDACCESSKEY01"), "secret");
        table.put(US_EAST_1, key);
        Map<String, AttributeValue> item = new HashMap<>(item(key.id()));
        item.put(attribute, AttributeValue.fromS(value));
        tables.client(US_EAST_1).putItem(put -> put.tableName("ferry-access-keys").item(item));

        assertThat(table.find(US_EAST_1, item.get("accessKeyId").s())).isEmpty();
    }

    @Test
    void a_key_whose_item_is_copied_to_another_Region_is_none_there() {
        AccessKey key = AccessKey.longTerm(callerWith("COPIEDACCESSKEY1"), "secret");
        table.put(US_EAST_1, key);
        Map<String, AttributeValue> item = item(key.id());
        tables.client(EU_WEST_1).putItem(put -> put.tableName("ferry-access-keys").item(item));

        assertThat(table.find(EU_WEST_1, key.id())).isEmpty();
        assertThat(table.find(US_EAST_1, key.id())).contains(key);
        assertThat(table.reseal(EU_WEST_1).unreadable()).as("nor is it made one").isPositive();
    }

    @Test
    void keys_are_listed_by_account_without_their_secrets() {
        RegionName region = new RegionName("eu-central-1");
        PolicyDocument policy = PolicyDocument.parse(PolicyDocument.Kind.IDENTITY,
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}");
        Caller narrowed = new Caller("NARROWEDACCESSKEY", CALLER.account(), CALLER.principalArn(), Optional.of(policy));
        table.put(region, AccessKey.longTerm(narrowed, "secret"), "for the build", SIGNED_AT);
        table.put(region, AccessKey.longTerm(
                new Caller("ANOTHERACCESSKEY", new AccountId("444455556666"), "arn:aws:iam::444455556666:root"), "s"));
        table.tokenKeyUnlessPresent(region, new byte[32]);

        assertThat(table.list(region, Optional.empty())).extracting(IssuedKey::id)
                .containsExactly("NARROWEDACCESSKEY", "ANOTHERACCESSKEY");
        assertThat(table.list(region, Optional.of(CALLER.account()))).containsExactly(new IssuedKey(
                "NARROWEDACCESSKEY", CALLER.account(), CALLER.principalArn(), "for the build",
                Optional.of(policy.text()), Optional.of(SIGNED_AT)));
        assertThat(table.find(region, "NARROWEDACCESSKEY")).hasValueSatisfying(
                key -> assertThat(key.caller()).isEqualTo(narrowed));
    }

    @Test
    void delete_says_whether_there_was_such_a_key() {
        table.put(US_EAST_1, AccessKey.longTerm(callerWith("DELETEDTWICE0001"), "secret"));

        assertThat(table.delete(US_EAST_1, "DELETEDTWICE0001")).isTrue();
        assertThat(table.delete(US_EAST_1, "DELETEDTWICE0001")).isFalse();
        assertThat(table.delete(US_EAST_1, "authorization-token-key")).isFalse();
    }

    private static Map<String, AttributeValue> item(String id) {
        return tables.client(US_EAST_1)
                .getItem(get -> get.tableName("ferry-access-keys").key(Map.of("accessKeyId", AttributeValue.fromS(id))))
                .item();
    }

    @Test
    void a_key_does_not_show_its_secret() {
        assertThat(KEY.toString()).contains(KEY.id()).doesNotContain(KEY.secret());
    }
}
