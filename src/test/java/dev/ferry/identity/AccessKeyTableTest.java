package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.CALLER;
import static dev.ferry.identity.SignedRequests.KEY;
import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeyTableTest {
    private static final RegionName US_EAST_1 = new RegionName("us-east-1");
    private static final RegionName EU_WEST_1 = new RegionName("eu-west-1");

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
        AccessKey temporary = new AccessKey("TEMPORARYKEY0001", CALLER, "secret", Optional.of("token"));
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
        AccessKey key = AccessKey.longTerm("DELETEDACCESSKEY", CALLER, "secret");
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
        AccessKey key = AccessKey.longTerm("BRANDNEWACCESSKEY", CALLER, "secret");
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
    void a_key_does_not_show_its_secret() {
        assertThat(KEY.toString()).contains(KEY.id()).doesNotContain(KEY.secret());
    }
}
