package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A push is done with few calls, however it is authorized. */
class PushCostTest extends ApiTest {

    @Test
    void an_upload_is_begun_by_the_read_for_the_policies_and_a_write() {
        create("app");
        ecr.initiateLayerUpload(begin -> begin.repositoryName("app")); // has the open ones counted, for the next as well

        var calls = SdkCalls.during(() -> ecr.initiateLayerUpload(begin -> begin.repositoryName("app")));

        assertThat(SdkCalls.count(calls, "DynamoDb")).isEqualTo(Map.of("BatchGetItem", 1L, "PutItem", 1L));
        assertThat(SdkCalls.count(calls, "S3")).isEmpty();
    }

    @Test
    void push_takes_one_transaction_and_a_read_for_the_policies_and_one_for_the_rest() {
        TestImage image = Images.image().layers(5).build();
        create("app");
        ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(PolicyTexts.allow("*", "ecr:ListImages")));
        push("app", image, "v1");

        // The caller's access key was looked up by the push before, and is remembered.
        var calls = SdkCalls.during(() -> put("app", image, "v2"));

        assertThat(SdkCalls.count(calls, "DynamoDb")).isEqualTo(Map.of("BatchGetItem", 2L, "TransactWriteItems", 1L));
        assertThat(SdkCalls.count(calls, "S3")).isEmpty();
    }
}
