package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.SdkCalls.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small layer takes few calls, request by request. The account's share of requests was taken by a request before. */
class UploadCostTest extends RegistryTest {
    private final byte[] layer = bytes(1, 3000);
    private final Digest digest = Digest.sha256(layer);

    private static void assertCalls(List<Call> calls, Map<String, Long> dynamoDb, Map<String, Long> s3) {
        assertThat(SdkCalls.count(calls, "DynamoDb")).isEqualTo(dynamoDb);
        assertThat(SdkCalls.count(calls, "S3")).isEqualTo(s3);
    }

    @Test
    void a_chunk_costs_a_read_for_the_policies_and_one_of_the_upload_and_is_written_once() {
        String upload = registry.begin(APP);
        registry.send("PATCH", upload, Arrays.copyOf(layer, 1000));

        var calls = SdkCalls.during(() -> registry.send("PATCH", upload, Arrays.copyOfRange(layer, 1000, 2000)));

        assertCalls(calls, Map.of("BatchGetItem", 1L, "GetItem", 1L, "PutItem", 1L), Map.of("PutObject", 1L));
    }

    @Test
    void an_upload_is_begun_by_the_read_for_the_policies_and_a_write() {
        registry.begin(APP);

        var calls = SdkCalls.during(() -> registry.begin(APP));

        assertCalls(calls, Map.of("BatchGetItem", 1L, "PutItem", 1L), Map.of());
    }

    @Test
    void a_layer_of_one_chunk_is_made_by_three_reads_and_a_transaction_and_copied_without_a_list() {
        String upload = RegistryClient.location(registry.send("PATCH", registry.begin(APP), layer));

        var calls = SdkCalls.during(() -> assertStatus(registry.send("PUT", upload + "?digest=" + digest), 201));

        assertCalls(calls, Map.of("BatchGetItem", 2L, "GetItem", 1L, "TransactWriteItems", 1L),
                Map.of("CopyObject", 1L, "DeleteObject", 1L));
    }

    @Test
    void a_layer_in_one_post_is_read_of_no_upload() {
        registry.begin(APP);

        var calls = SdkCalls.during(() -> assertStatus(
                registry.send("POST", "/v2/" + APP + "/blobs/uploads/?digest=" + digest, layer), 201));

        assertCalls(calls, Map.of("BatchGetItem", 2L, "PutItem", 2L, "TransactWriteItems", 1L),
                Map.of("PutObject", 1L, "CopyObject", 1L, "DeleteObject", 1L));
    }
}
