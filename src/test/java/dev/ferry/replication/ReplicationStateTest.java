package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.replication.ReplicationState.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicationStateTest {
    private static final ReplicationState PLANNED = new Planned();
    private static final ReplicationState GRANTED = new Granted(Instant.EPOCH, true);
    private static final ReplicationState COMPLETE = new Complete(Instant.EPOCH);
    private static final ReplicationState FAILED =
            new Failed(Instant.EPOCH, FailureCode.ACCESS_DENIED, "the destination's policy does not allow it");

    private static final List<ReplicationState> ALL = List.of(PLANNED, GRANTED, COMPLETE, FAILED);
    private static final Map<ReplicationState, Set<ReplicationState>> NEXT = Map.of(
            PLANNED, Set.of(GRANTED, COMPLETE, FAILED),
            GRANTED, Set.of(COMPLETE, FAILED),
            COMPLETE, Set.of(),
            FAILED, Set.of());

    @TestFactory
    List<DynamicTest> every_state_becomes_those_that_may_follow_and_no_other() {
        return ALL.stream()
                .flatMap(from -> ALL.stream().map(to -> DynamicTest.dynamicTest(
                        from.getClass().getSimpleName() + " to " + to.getClass().getSimpleName(),
                        () -> assertBecomes(from, to, NEXT.get(from).contains(to)))))
                .toList();
    }

    private static void assertBecomes(ReplicationState from, ReplicationState to, boolean allowed) {
        Replication replication = new Replication(
                PushId.at(Instant.EPOCH, new UUID(0, 1)), Registry.of("444455556666", "eu-west-1"), from);

        assertThat(from.mayBecome(to)).isEqualTo(allowed);
        if (allowed) {
            assertThat(replication.become(to))
                    .isEqualTo(new Replication(replication.push(), replication.destination(), to));
        } else {
            assertThatIllegalStateException()
                    .isThrownBy(() -> replication.become(to))
                    .withMessage("a replication that is " + from + " cannot become " + to);
        }
    }

    @Test
    void promise7_another_attempt_at_what_failed_begins_with_the_permission_that_it_had() {
        Granted granted = new Granted(Instant.EPOCH, true);
        Failed failedLater = new Failed(Instant.EPOCH, FailureCode.LAYERS_NOT_FOUND, "gone", Optional.of(granted));
        Replication failed = new Replication(
                PushId.at(Instant.EPOCH, new UUID(0, 1)), Registry.of("444455556666", "eu-west-1"), failedLater, 2);

        assertThat(failed.retry())
                .isEqualTo(new Replication(failed.push(), failed.destination(), granted, 3));
    }

    @Test
    void promise7_another_attempt_at_what_was_never_granted_is_judged_anew() {
        Replication failed = new Replication(
                PushId.at(Instant.EPOCH, new UUID(0, 1)), Registry.of("444455556666", "eu-west-1"), FAILED);

        assertThat(failed.retry()).isEqualTo(new Replication(failed.push(), failed.destination(), PLANNED, 1));
    }

    @Test
    void only_what_failed_is_attempted_anew() {
        for (ReplicationState state : List.of(PLANNED, GRANTED, COMPLETE)) {
            Replication replication = new Replication(
                    PushId.at(Instant.EPOCH, new UUID(0, 1)), Registry.of("444455556666", "eu-west-1"), state);

            assertThatIllegalStateException().isThrownBy(replication::retry);
        }
    }

    @Test
    void the_states_have_ecrs_three_names() {
        assertThat(ALL).extracting(ReplicationState::status)
                .containsExactly(Status.IN_PROGRESS, Status.IN_PROGRESS, Status.COMPLETE, Status.FAILED);
    }

    @Test
    void a_replication_starts_planned() {
        Replication replication = Replication.planned(
                PushId.at(Instant.EPOCH, new UUID(0, 1)), Registry.of("444455556666", "eu-west-1"));

        assertThat(replication.state()).isEqualTo(PLANNED);
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_code_is_found_by_its_name(FailureCode code) {
        assertThat(FailureCode.of(code.code())).isEqualTo(code);
    }

    @Test
    void failure_codes_differ_and_an_unknown_one_is_an_internal_failure() {
        assertThat(Arrays.stream(FailureCode.values()).map(FailureCode::code)).doesNotHaveDuplicates();
        assertThat(FailureCode.of("Unheard")).isEqualTo(FailureCode.INTERNAL_FAILURE);
    }
}
