package dev.ferry.service.replication;

import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ferry.local.LocalAws;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.service.Pulls;
import dev.ferry.service.Services;
import dev.ferry.store.replications.ReplicationListing.Entry;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person sees of open and failed replications, and what the promises say of one that is attempted anew. */
@ExtendWith(LocalAws.class)
class FailedReplicationsTest {
    private static final TestImage IMAGE = Images.image().layers(2).build();
    private static final TestImage NEWER = Images.image().seed(7).build();

    private final Services services = new Services();
    /** In a Region that no other test sweeps. */
    private final Registry source = registry("sa-east-1");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");
    private final Registry partner = registry("eu-west-1");

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    @Test
    void promise2_an_attempt_anew_is_the_same_replication_and_arrives_once() {
        Push push = refusedByPartner();
        services.permit(partner, source, "ecr:CreateRepository", "ecr:ReplicateImage");

        assertThat(services.failed.retry(source.region(), failed()))
                .containsExactly(new Replication(push.id(), partner, new Planned(), 1));
        services.replicate(push, partner);

        assertThat(services.state(push, partner)).isInstanceOf(Complete.class);
        assertThat(failed()).isEmpty();
        assertThat(services.listedDigests(partner)).containsExactly(IMAGE.digest());
        new Pulls(services).assertAllComplete(partner);
    }

    @Test
    void promise2_of_two_who_retry_at_once_one_begins_an_attempt() {
        Push push = refusedByPartner();
        List<Entry> seen = failed();

        assertThat(services.failed.retry(source.region(), seen)).hasSize(1);
        assertThat(services.failed.retry(source.region(), seen)).isEmpty();

        assertThat(services.state(push, partner)).isInstanceOf(Planned.class);
    }

    @Test
    void promise2_who_is_still_at_an_attempt_that_was_given_up_does_not_end_the_next_one() {
        Push push = refusedByPartner();
        Replication stale = new Replication(push.id(), partner, new Planned());
        services.failed.retry(source.region(), failed());

        ReplicationState state = services.replications.advance(
                push, stale, new Failed(Instant.now(), FailureCode.ACCESS_DENIED, "judged before the policy changed"));

        assertThat(state).isInstanceOf(Planned.class);
        assertThat(services.state(push, partner)).isInstanceOf(Planned.class);
    }

    @Test
    void promise12_a_dead_letter_ends_the_attempt_that_it_is_of_and_no_other() {
        Push push = refusedByPartner();
        ReplicationMessage first = Services.message(push, partner);
        services.failed.retry(source.region(), failed());

        services.giveUp.giveUp(source.region(), first);
        assertThat(services.state(push, partner)).isInstanceOf(Planned.class);

        services.giveUp.giveUp(source.region(),
                new ReplicationMessage(first.image(), first.push(), first.destination(), 1, false));
        assertThat(services.state(push, partner)).isInstanceOf(Failed.class);
        assertThat(failed()).singleElement().extracting(Entry::attempt).isEqualTo(1);
    }

    @Test
    void promise12_an_attempt_whose_message_was_never_sent_is_taken_up_by_the_sweep() {
        Push push = refusedByPartner();
        List<Entry> seen = failed();
        SdkCalls.beforeNext("SendMessageBatch", () -> {
            throw new IllegalStateException("killed");
        });
        try {
            services.failed.retry(source.region(), seen);
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessage("killed");
        }

        assertThat(open()).singleElement().satisfies(entry -> {
            assertThat(entry.push()).isEqualTo(push.id());
            assertThat(entry.attempt()).isEqualTo(1);
        });
        List<SdkCalls.Call> calls = SdkCalls.during(() -> services.sweepLater().sweep(source.region()));
        assertThat(calls.stream().map(SdkCalls.Call::request).map(Object::toString))
                .anyMatch(request -> request.contains(push.id().value()) && request.contains("\"attempt\":1"));
    }

    @Test
    void promise6_an_attempt_anew_overwrites_nothing_that_was_pushed_after_it() {
        Push older = refusedByPartner();
        services.permit(partner, source, "ecr:CreateRepository", "ecr:ReplicateImage");
        Push newer = services.push(source, NEWER, "latest");
        services.deliver(newer);

        services.failed.retry(source.region(), failed());
        services.replicate(older, partner);

        assertThat(services.state(older, partner)).isInstanceOf(Complete.class);
        assertThat(services.tagged(partner, "latest")).contains(NEWER.digest());
    }

    @Test
    void promise7_a_permission_that_was_granted_before_the_failure_holds() {
        Push push = pushTo(partner);
        services.permit(partner, source, "ecr:CreateRepository", "ecr:ReplicateImage");
        services.fanOut.fanOut(push);
        Granted granted = new Granted(Instant.now(), true);
        services.replications.advance(push, Replication.planned(push.id(), partner), granted);
        services.giveUp.giveUp(source.region(), Services.message(push, partner));
        services.forbid(partner);

        assertThat(services.failed.retry(source.region(), failed())).singleElement()
                .satisfies(begun -> assertThat(begun.state()).isInstanceOf(Granted.class));
        services.replicate(push, partner);

        assertThat(services.state(push, partner)).isInstanceOf(Complete.class);
    }

    @Test
    void promise7_a_permission_that_was_never_granted_is_judged_anew() {
        Push push = refusedByPartner();

        services.failed.retry(source.region(), failed());
        services.replicate(push, partner);

        assertThat(services.state(push, partner)).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.code()).isEqualTo(FailureCode.ACCESS_DENIED));
    }

    @Test
    void what_is_open_is_listed_from_the_push_to_its_end() {
        Push push = pushTo(elsewhere);
        assertThat(open()).singleElement().satisfies(entry -> {
            assertThat(entry.push()).isEqualTo(push.id());
            assertThat(entry.destination()).isEmpty();
        });

        services.fanOut.fanOut(push);
        assertThat(open()).singleElement().satisfies(entry -> {
            assertThat(entry.destination()).contains(elsewhere);
            assertThat(entry.tag()).contains(Services.LATEST);
            assertThat(entry.lag(push.pushedAt().plusSeconds(90))).isEqualTo(Duration.ofSeconds(90));
        });

        services.replicate(push, elsewhere);
        assertThat(open()).isEmpty();
        assertThat(failed()).isEmpty();
    }

    @Test
    void what_failed_is_listed_with_its_reason_and_found_by_its_push_and_its_time() {
        Push push = refusedByPartner();

        assertThat(failed()).singleElement().satisfies(entry -> {
            assertThat(entry.source()).isEqualTo(source);
            assertThat(entry.destination()).contains(partner);
            assertThat(((Failed) entry.state()).reason()).contains(partner.account().value());
            assertThat(entry.lag(Instant.MAX)).isLessThan(Duration.ofMinutes(1));
        });
        assertThat(services.listing.failed(source.region(), push.id())).hasSize(1);
        assertThat(own(services.listing.failed(source.region(), Instant.now().plusSeconds(60)))).isEmpty();
    }

    @Test
    void a_push_that_is_not_fanned_out_cannot_be_attempted_anew() {
        pushTo(elsewhere);

        assertThatIllegalArgumentException().isThrownBy(() -> services.failed.retry(source.region(), open()));
    }

    private Push pushTo(Registry destination) {
        services.repository(source);
        services.configure(source, destination);
        return services.push(source, IMAGE, "latest");
    }

    private Push refusedByPartner() {
        Push push = pushTo(partner);
        services.deliver(push);
        assertThat(services.state(push, partner)).isInstanceOf(Failed.class);
        return push;
    }

    private List<Entry> open() {
        return own(services.listing.open(source.region()));
    }

    private List<Entry> failed() {
        return own(services.listing.failed(source.region(), Instant.EPOCH));
    }

    private List<Entry> own(Stream<Entry> entries) {
        return entries.filter(entry -> entry.source().equals(source)).toList();
    }
}
