package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.SealingKeys;
import dev.ferry.local.Cloud;
import dev.ferry.local.identity.LocalSecret;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.local.stack.StackSource;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands for backfills, on a local cloud whose functions do not run. */
class BackfillCommandTest {
    private static final RegionName REGION = new RegionName("us-west-2");

    @TempDir
    static Path data;

    private static LocalServices services;

    @BeforeAll
    static void start() throws IOException {
        services = LocalServices.start(Path.of("target", "local", "lib", "dynamodb"), data,
                new StackSource(Path.of("template.yaml"), Cloud.OPERATOR, Map.of()));
        services.stacks().stackOf(REGION.value());
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine ferry = Ferry.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = data.toString();
        return new Ran(ferry.execute(all), out.toString(), err.toString());
    }

    private static void replicate(String account) throws IOException {
        Stack.local(RunningCloud.in(data), Cloud.OPERATOR, "ferry", List.of(REGION),
                        SealingKeys.parse(LocalSecret.in(data).sealingKey()))
                .settings()
                .putReplication(new Registry(new AccountId(account), REGION), new ReplicationConfiguration(
                        List.of(new ReplicationRule(List.of(Registry.of(account, "eu-west-1")), List.of()))));
    }

    @Test
    void one_that_was_started_is_listed_shown_and_stopped() throws IOException {
        replicate("111122223401");

        Ran started = run("backfill", "start", "111122223401/us-west-2", "111122223401/eu-west-1");
        String id = started.out().strip();
        Ran status = run("status", "--account", "111122223401");
        Ran stopped = run("backfill", "stop", "111122223401/us-west-2", id);
        Ran listed = run("backfill", "list", "--account", "111122223401");
        Ran shown = run("backfill", "show", "111122223401/us-west-2", id);

        assertThat(started.code()).as(started.err()).isZero();
        assertThat(status.out()).contains(id).contains("PREPARING").contains("0 found so far");
        assertThat(run("status", "--account", "111122223401", "--json").out()).contains("\"replicationBackfillId\" : \"" + id);
        assertThat(stopped.code()).as(stopped.err()).isZero();
        assertThat(listed.out()).contains("111122223401/eu-west-1").contains("STOPPING").contains(id);
        assertThat(shown.out()).contains("STOPPING").contains("0 of 0 completed");
    }

    @Test
    void what_cannot_be_is_said_in_one_line() throws IOException {
        replicate("111122223402");

        Ran nowhere = run("backfill", "start", "111122223402/us-west-2", "111122223402/us-east-2");
        Ran unknown = run("backfill", "stop", "111122223402/us-west-2", "0190a0b0-0000-7000-8000-000000000000");
        Ran nothing = run("backfill", "start", "111122223402", "111122223402/us-east-2");

        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("must be a destination of the replication configuration").hasLineCount(1);
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("does not exist in the registry");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("say it as 111122223333/us-west-2");
        assertThat(run("backfill", "list", "--account", "111122223402").out()).isEqualToIgnoringNewLines("No backfills.");
    }
}
