package dev.ferry.service;

import static dev.ferry.service.Services.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.testing.SdkCalls;
import org.junit.jupiter.api.Test;

/** A permission once granted holds for that replication. */
class GrantPromisesTest extends PromiseTest {
    @Test
    void promise7_a_replication_that_was_granted_survives_the_policy() {
        Registry partner = registry("eu-west-1");
        services.repository(source);
        services.configure(source, partner);
        services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        Push granted = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(granted);
        failWhileCopying();
        assertThatThrownBy(() -> services.replicate(granted, partner)).hasMessage("the network is down");
        assertThat(services.state(granted, partner)).isInstanceOf(Granted.class);
        assertThat(services.listed(partner)).isEmpty();

        services.forbid(partner);
        services.replicate(granted, partner);
        Push later = services.push(source, OTHER, "later");
        services.deliver(later);

        assertThat(services.state(granted, partner)).isInstanceOf(Complete.class);
        assertThat(services.listedDigests(partner)).containsExactly(IMAGE.digest());
        assertFailed(later, partner, FailureCode.ACCESS_DENIED, "ecr:ReplicateImage");
    }

    @Test
    void promise7_a_second_delivery_that_is_refused_does_not_end_what_the_first_was_granted() {
        Registry partner = registry("eu-west-1");
        services.repository(source);
        services.configure(source, partner);
        services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
        // The first delivery is granted, and cut off, between the second one's read and its judgement.
        SdkCalls.beforeNext("UpdateItem", () -> {
            services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
            failWhileCopying();
            assertThatThrownBy(() -> services.replicate(push, partner)).hasMessage("the network is down");
            services.forbid(partner);
        });
        services.forbid(partner);

        services.replicate(push, partner);
        assertThat(services.state(push, partner)).isInstanceOf(Granted.class);
        services.replicate(push, partner);

        assertThat(services.state(push, partner)).isInstanceOf(Complete.class);
    }

    @Test
    void promise7_the_first_grant_is_the_one_that_holds() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
        Planned planned = new Planned();
        Granted first = new Granted(push.pushedAt(), true);

        assertThat(advance(push, planned, first)).isEqualTo(first);
        assertThat(advance(push, planned, new Granted(push.pushedAt().plusSeconds(1), false))).isEqualTo(first);
        assertThat(services.state(push, elsewhere)).isEqualTo(first);
    }

    private ReplicationState advance(Push push, ReplicationState from, ReplicationState to) {
        return services.replications.advance(
                push, new Replication(push.id(), elsewhere, from), to);
    }

    private static void failWhileCopying() {
        SdkCalls.beforeNext("CopyObject", PromiseTest::fail);
    }
}
