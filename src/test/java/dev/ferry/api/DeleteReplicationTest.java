package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.testing.SignedCall;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deleteReplication} as a client sends it that knows it, which the SDK of this stack does not. */
class DeleteReplicationTest extends ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonNode call(int status, String operation, String json) throws IOException {
        String key = api.caller("arn:aws:iam::" + account + ":root", REGION).accessKeyId();
        ApiResponse response = api.beans().get(AwsApi.class)
                .answer(SignedCall.ecr(REGION, operation, json).by(key, "secret of " + key));
        assertThat(response.status()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private String configuration(String deleteReplication) {
        return """
                {"replicationConfiguration":{"rules":[{"destinations":[{"region":"us-east-1","registryId":"%s"}]%s}]}}"""
                .formatted(account, deleteReplication);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ",\"deleteReplication\":{\"enabled\":true}", ",\"deleteReplication\":{\"enabled\":false}"})
    void what_a_rule_says_of_deletions_is_told_as_it_was_given(String deleteReplication) throws IOException {
        JsonNode given = JSON.readTree(configuration(deleteReplication));

        assertThat(call(200, "PutReplicationConfiguration", configuration(deleteReplication))).isEqualTo(given);
        assertThat(call(200, "DescribeRegistry", "{}").get("replicationConfiguration"))
                .isEqualTo(given.get("replicationConfiguration"));
    }

    @Test
    void a_rule_has_to_say_whether() throws IOException {
        JsonNode refused = call(400, "PutReplicationConfiguration", configuration(",\"deleteReplication\":{}"));

        assertThat(refused.path("__type").asText()).endsWith("InvalidParameterException");
        assertThat(refused.path("message").asText())
                .contains("replicationConfiguration.rules.1.member.deleteReplication.enabled", "must not be null");
        assertThat(call(200, "DescribeRegistry", "{}").at("/replicationConfiguration/rules")).isEmpty();
    }
}
