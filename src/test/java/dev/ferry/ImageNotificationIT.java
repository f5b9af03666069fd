package dev.ferry;

import static dev.ferry.testing.TestRegistry.digest;
import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** An event that is put on the bus reaches {@code push} as the template's rule says. */
@ExtendWith(LocalCloud.class)
class ImageNotificationIT {
    private static final String REPOSITORY = "team/app";

    private final TestImage image = Images.image().layers(1).layerSize(500).seed(11).build();
    private final TestRegistry west;
    private final TestRegistry east;

    ImageNotificationIT(LocalCloud.Running cloud) {
        String account = cloud.newAccount();
        west = cloud.registry(account, "us-west-2").with(REPOSITORY);
        east = cloud.registry(account, "us-east-1");
    }

    private PutEventsResponse notify(String source, String detail) {
        return west.eventBridge().putEvents(put -> put.entries(entry -> entry
                .source(source)
                .detailType("ECR Image Action")
                .detail(detail)));
    }

    private String pushed(TestImage what) {
        return "{\"result\":\"SUCCESS\",\"action-type\":\"PUSH\",\"repository-name\":\"" + REPOSITORY
                + "\",\"image-digest\":\"" + what.digest() + "\",\"image-tag\":\"1.0\"}";
    }

    @Test
    void aNotificationAboutAnImageThatTheRegistryHoldsBecomesARecordedPush() {
        west.push(REPOSITORY, image, "1.0");
        west.replicatingTo(east);
        assertThat(west.statuses(REPOSITORY, tag("1.0"))).isEmpty();

        assertThat(notify("aws.ecr", pushed(image)).failedEntryCount()).isZero();

        await().atMost(TestRegistry.PATIENCE).until(() -> !west.statuses(REPOSITORY, tag("1.0")).isEmpty());
        west.awaitComplete(REPOSITORY, tag("1.0"));
        east.pull(REPOSITORY, tag("1.0"));
        east.pull(REPOSITORY, digest(image.digest()));
    }

    @Test
    void anEventThatTheRuleDoesNotNameReachesNobody() {
        west.push(REPOSITORY, image, "1.0");
        west.replicatingTo(east);
        notify("someone.else", pushed(image));
        // One that the rule names comes after it, so that the other would have been seen by then.
        TestImage later = Images.image().layers(1).layerSize(500).seed(12).build();
        west.push(REPOSITORY, later, "2.0");
        west.awaitComplete(REPOSITORY, tag("2.0"));
        assertThat(west.statuses(REPOSITORY, digest(image.digest()))).isEmpty();
    }
}
