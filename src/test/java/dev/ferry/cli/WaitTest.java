package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.Cloud;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationRecords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ferry wait}, on a local cloud whose functions do not run. */
@ExtendWith(Commands.class)
class WaitTest {
    private static final RepositoryName APP = new RepositoryName("team/app");
    private static final Registry NEAR = Registry.of("111122223333", "eu-west-1");
    private static final Registry PARTNER = Registry.of("444455556666", "eu-west-1");

    private final Commands.OnLocalCloud cloud;
    private final Tables tables;

    WaitTest(Commands.OnLocalCloud cloud) {
        this.cloud = cloud;
        tables = new Tables(cloud.stack().clients(), new StackNames("ferry", Cloud.OPERATOR));
    }

    @Test
    void it_returns_once_all_destinations_have_the_image() throws Exception {
        Push push = push("111122223501", NEAR, PARTNER);
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
        Push push = push("111122223502", NEAR, PARTNER);
        new ReplicationRecords(tables).advance(push, Replication.planned(push.id(), PARTNER),
                new Failed(Instant.now(), FailureCode.ACCESS_DENIED, "its policy does not allow it"));

        Commands.Ran ran = run("111122223502/us-west-2/team/app:1.0");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).contains(PARTNER + " FAILED: AccessDenied: its policy does not allow it").doesNotContain("COMPLETE");
    }

    @Test
    void when_the_time_is_up_it_says_what_is_missing() {
        Push push = push("111122223503", NEAR, PARTNER);
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

    private Push push(String account, Registry... destinations) {
        Digest digest = Digest.sha256(account);
        Tag tag = new Tag("1.0");
        Push push = new Push(PushId.at(Instant.now(), UUID.randomUUID()), Registry.of(account, Commands.REGION.value()), APP, digest,
                Optional.of(tag), OptionalLong.of(1), Instant.now(), new Plan(List.of(destinations)));
        PushRecords pushes = new PushRecords(tables);
        tables.commit(Commands.REGION, List.of(
                pushes.record(push, IllegalStateException::new),
                new ImageTags(tables).change(new RepositoryKey(push.registry().account(), APP),
                        new TagChange(tag, TagState.NEVER, TagState.NEVER.moved(digest)), Optional.of(push.id()))));
        if (destinations.length > 0) {
            pushes.fanOut(push, Instant.now());
        }
        return push;
    }

    private void complete(Push push, Registry destination) {
        ReplicationRecords replications = new ReplicationRecords(tables);
        Replication planned = Replication.planned(push.id(), destination);
        Granted granted = new Granted(Instant.now(), true);
        replications.advance(push, planned, granted);
        replications.advance(push, planned.become(granted), new Complete(Instant.now()));
    }

    private Commands.Ran run(String... arguments) {
        return cloud.run(Stream.concat(Stream.of("wait"), Stream.of(arguments)).toArray(String[]::new));
    }
}
