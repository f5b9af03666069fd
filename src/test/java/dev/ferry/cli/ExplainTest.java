package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.identity.SealingKeys;
import dev.ferry.local.Cloud;
import dev.ferry.local.identity.LocalSecret;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.local.stack.StackSource;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.RepositoryFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferry explain}, on a local cloud whose functions do not run; nobody has used the destinations' Region yet. */
class ExplainTest {
    private static final RegionName REGION = new RegionName("us-west-2");

    @TempDir
    static Path data;

    private static LocalServices services;

    @BeforeAll
    static void start() throws IOException {
        services = LocalServices.start(Path.of("target", "local", "lib", "dynamodb"), data,
                new StackSource(Path.of("template.yaml"), Cloud.OPERATOR, Map.of()));
        services.stacks().stackOf(REGION.value());
        Stack stack = Stack.local(RunningCloud.in(data), Cloud.OPERATOR, "ferry", List.of(REGION),
                SealingKeys.parse(LocalSecret.in(data).sealingKey()));
        stack.settings().putReplication(Registry.of("111122223601", REGION.value()), new ReplicationConfiguration(List.of(
                new ReplicationRule(List.of(Registry.of("111122223601", "eu-west-1")), List.of(new RepositoryFilter("prod"))),
                new ReplicationRule(List.of(Registry.of("444455556666", "eu-west-1")), List.of()))));
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void it_says_of_each_rule_and_destination_whether_and_why() {
        Ran ran = run("111122223601/us-west-2/team/app:1.0");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern("1 +111122223601/eu-west-1 +no +No filter of the rule picks team/app: prod")
                .containsPattern("2 +444455556666/eu-west-1 +no, ServiceLinkedRoleNotFound +The account 111122223601 has no");
    }

    @Test
    void a_program_gets_json() throws IOException {
        JsonNode all = new ObjectMapper().readTree(run("111122223601/us-west-2/team/app", "--json").out());

        assertThat(all).hasSize(2);
        assertThat(all.at("/0/replicates").asBoolean(true)).isFalse();
        assertThat(all.at("/1/failureCode").asText()).isEqualTo("ServiceLinkedRoleNotFound");
        assertThat(all.at("/1/registryId").asText()).isEqualTo("444455556666");
    }

    @Test
    void a_registry_without_rules_is_told_so() {
        assertThat(run("111122223602/us-west-2/team/app").out())
                .isEqualToIgnoringNewLines("The registry 111122223602/us-west-2 has no replication rule.");
    }

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("explain", "--data", data.toString()));
        all.addAll(List.of(arguments));
        int code = Ferry.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }
}
