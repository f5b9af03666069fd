package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** A pull is done with few calls, and with none more where the registry has a pull through cache for other repositories. */
class PullCostTest extends ApiTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_pull_of_what_is_there_asks_for_no_rule(boolean rule) {
        TestImage image = Images.image().build();
        create("app");
        push("app", image, "v1");
        if (rule) {
            ecr.createPullThroughCacheRule(create -> create.ecrRepositoryPrefix("quay").upstreamRegistryUrl("quay.io"));
        }
        pull();
        // The time of a pull is kept once a day, behind its answer.
        await().until(() -> ecr.describeImages(describe -> describe.repositoryName("app")).imageDetails().get(0)
                .lastRecordedPullTime() != null);

        var manifest = SdkCalls.during(this::pull);
        var layer = SdkCalls.during(() -> ecr.getDownloadUrlForLayer(get -> get.repositoryName("app")
                .layerDigest(image.layers().get(0).digest().toString())));

        assertThat(SdkCalls.count(manifest, "DynamoDb")).isEqualTo(Map.of("BatchGetItem", 3L));
        assertThat(SdkCalls.count(layer, "DynamoDb")).isEqualTo(Map.of("BatchGetItem", 2L));
    }

    private void pull() {
        assertThat(ecr.batchGetImage(get -> get.repositoryName("app")
                        .imageIds(ImageIdentifier.builder().imageTag("v1").build())).images())
                .hasSize(1);
    }
}
