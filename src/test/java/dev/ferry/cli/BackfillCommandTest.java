package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands for backfills, on a local cloud whose functions do not run. */
@ExtendWith(Commands.class)
class BackfillCommandTest {
    private final Commands.OnLocalCloud cloud;

    BackfillCommandTest(Commands.OnLocalCloud cloud) {
        this.cloud = cloud;
    }

    private void replicate(String account) {
        cloud.stack().settings().putReplication(new Registry(new AccountId(account), Commands.REGION), new ReplicationConfiguration(
                        List.of(new ReplicationRule(List.of(Registry.of(account, "eu-west-1")), List.of()))));
    }

    @Test
    void one_that_was_started_is_listed_shown_and_stopped() {
        replicate("111122223401");

        Commands.Ran started = cloud.run("backfill", "start", "111122223401/us-west-2", "111122223401/eu-west-1");
        String id = started.out().strip();
        Commands.Ran status = cloud.run("status", "--account", "111122223401");
        Commands.Ran stopped = cloud.run("backfill", "stop", "111122223401/us-west-2", id);
        Commands.Ran listed = cloud.run("backfill", "list", "--account", "111122223401");
        Commands.Ran shown = cloud.run("backfill", "show", "111122223401/us-west-2", id);

        assertThat(started.code()).as(started.err()).isZero();
        assertThat(status.out()).contains(id).contains("PREPARING").contains("0 found so far");
        assertThat(cloud.run("status", "--account", "111122223401", "--json").out()).contains("\"replicationBackfillId\" : \"" + id);
        assertThat(stopped.code()).as(stopped.err()).isZero();
        assertThat(listed.out()).contains("111122223401/eu-west-1").contains("STOPPING").contains(id);
        assertThat(shown.out()).contains("STOPPING").contains("0 of 0 completed");
    }

    @Test
    void what_cannot_be_is_said_in_one_line() {
        replicate("111122223402");

        Commands.Ran nowhere = cloud.run("backfill", "start", "111122223402/us-west-2", "111122223402/us-east-2");
        Commands.Ran unknown = cloud.run("backfill", "stop", "111122223402/us-west-2", "0190a0b0-0000-7000-8000-000000000000");
        Commands.Ran nothing = cloud.run("backfill", "start", "111122223402", "111122223402/us-east-2");

        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("must be a destination of the replication configuration").hasLineCount(1);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("does not exist in the registry");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("say it as 111122223333/us-west-2");
        assertThat(cloud.run("backfill", "list", "--account", "111122223402").out()).isEqualToIgnoringNewLines("No backfills.");
    }
}
