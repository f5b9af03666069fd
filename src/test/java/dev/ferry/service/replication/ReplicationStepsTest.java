package dev.ferry.service.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.LayerBytes;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.service.Services;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationSteps;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept of a replication's way tells each step, and what bytes it took. */
@ExtendWith(LocalAws.class)
class ReplicationStepsTest {
    private static final TestImage FIRST = Images.image().seed(1).layers(2).build();
    private static final TestImage SECOND = Images.image().seed(2).layers(1).build();
    private static final TestImage INDEX = Images.index(FIRST, SECOND).build();

    private final Services services = new Services();
    private final Registry source = Services.registry("us-west-2");
    private final Registry elsewhere = Services.sameAccount(source, "eu-west-1");

    private static long bytes(TestImage... images) {
        return Stream.of(images).flatMap(image -> image.blobs().stream()).distinct().mapToLong(blob -> blob.bytes().length).sum();
    }

    private PushHistory lastPush(TestImage image) {
        return services.statuses.lastPush(source, ImageKey.of(source.account(), Services.APP, image.digest()), Optional.empty())
                .orElseThrow();
    }

    private LayerBytes replicated(TestImage image, String tag) {
        services.deliver(services.push(source, image, tag));
        ReplicationSteps steps = lastPush(image).steps().get(0);
        assertThat(steps.openedAt().orElseThrow()).isBeforeOrEqualTo(steps.grantedAt().orElseThrow());
        assertThat(steps.grantedAt().orElseThrow()).isBeforeOrEqualTo(steps.endedAt().orElseThrow());
        return ((Complete) steps.replication().state()).layers().orElseThrow();
    }

    @Test
    void bytes_that_were_copied_and_bytes_that_were_there_are_counted() {
        services.repository(source);
        services.configure(source, elsewhere);

        assertThat(replicated(FIRST, "v1")).isEqualTo(new LayerBytes(bytes(FIRST), 0));
        assertThat(replicated(FIRST, "v2")).isEqualTo(new LayerBytes(0, bytes(FIRST)));
        assertThat(replicated(INDEX, "all")).satisfies(layers -> {
            assertThat(layers.copied() + layers.skipped()).isEqualTo(bytes(SECOND));
            assertThat(layers.copied()).isPositive();
        });
    }

    @Test
    void a_push_that_was_just_made_has_its_plan_and_no_step() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, FIRST, "v1");

        PushHistory history = lastPush(FIRST);

        assertThat(history.push()).isEqualTo(push);
        assertThat(history.steps()).singleElement().satisfies(steps -> {
            assertThat(steps.replication().destination()).isEqualTo(elsewhere);
            assertThat(steps.openedAt()).isEmpty();
            assertThat(steps.endedAt()).isEmpty();
        });
    }
}
