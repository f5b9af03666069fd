package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ferry wait}, on a local cloud whose functions do not run. */
@ExtendWith(Commands.class)
class WaitTest {
    private static final Registry NEAR = Registry.of("111122223333", "eu-west-1");
    private static final Registry PARTNER = Registry.of("444455556666", "eu-west-1");

    private final Commands.OnLocalCloud cloud;

    WaitTest(Commands.OnLocalCloud cloud) {
        this.cloud = cloud;
    }

    @Test
    void it_returns_once_all_destinations_have_the_image() throws Exception {
        RecordedPush push = push("111122223501", NEAR, PARTNER);
        complete(push, NEAR);

        CompletableFuture<Commands.Ran> waiting = CompletableFuture.supplyAsync(() -> run("111122223501/us-west-2/team/app:1.0"));
        assertThat(run("111122223501/us-west-2/team/app:1.0", "--timeout", "PT0S").code()).isEqualTo(4);
        assertThat(waiting).isNotDone();
        complete(push, PARTNER);

        assertThat(waiting.get().code()).as(waiting.get().toString()).isZero();
        assertThat(waiting.get().out()).contains(NEAR + " COMPLETE ").contains(PARTNER + " COMPLETE ").contains(" ms after the push");
    }

    @Test
    void it_says_what_failed_and_why() {
        RecordedPush push = push("111122223502", NEAR, PARTNER);
        push.advance(PARTNER,
                new Failed(Instant.now(), FailureCode.ACCESS_DENIED, "its policy does not allow it"));

        Commands.Ran ran = run("111122223502/us-west-2/team/app:1.0");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).contains(PARTNER + " FAILED: AccessDenied: its policy does not allow it").doesNotContain("COMPLETE");
    }

    @Test
    void when_the_time_is_up_it_says_what_is_missing() {
        RecordedPush push = push("111122223503", NEAR, PARTNER);
        complete(push, NEAR);

        Commands.Ran ran = run("111122223503/us-west-2/team/app@" + push.digest(), "--timeout", "PT0.3S");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.out()).contains(NEAR + " COMPLETE").contains(PARTNER + " IN_PROGRESS");
    }

    @Test
    void what_goes_nowhere_is_waited_for_by_nobody() {
        push("111122223504");

        Commands.Ran ran = run("111122223504/us-west-2/team/app:1.0");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("The last push of 111122223504/us-west-2/team/app:1.0 goes nowhere.");
    }

    @Test
    void what_there_is_none_of_is_said_in_one_line() {
        Commands.Ran missing = run("111122223505/us-west-2/team/app:1.0");
        Commands.Ran unclear = run("111122223505/us-west-2");
        Commands.Ran any = run("111122223505/us-west-2/team/app");

        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).isEqualToIgnoringNewLines("ferry: there is no image 111122223505/us-west-2/team/app:1.0");
        assertThat(any.code()).isEqualTo(2);
        assertThat(any.err()).contains("by :TAG or @DIGEST");
        assertThat(unclear.code()).isEqualTo(2);
        assertThat(unclear.err()).contains("say it as 111122223333/us-west-2/team/app:1.0");
    }

    private RecordedPush push(String account, Registry... destinations) {
        return RecordedPush.of(cloud, account, destinations);
    }

    private static void complete(RecordedPush push, Registry destination) {
        push.advance(destination, new Granted(Instant.now(), true));
        push.advance(destination, new Complete(Instant.now()));
    }

    private Commands.Ran run(String... arguments) {
        return cloud.run(Stream.concat(Stream.of("wait"), Stream.of(arguments)).toArray(String[]::new));
    }
}
