package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.LayerBytes;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.RepositoryFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ferry explain}, of destinations in a Region that nobody has used yet. */
@ExtendWith(Commands.class)
class ExplainTest {
    private final Commands.OnLocalCloud cloud;

    ExplainTest(Commands.OnLocalCloud cloud) {
        this.cloud = cloud;
        cloud.stack().settings().putReplication(Registry.of("111122223601", Commands.REGION.value()), new ReplicationConfiguration(List.of(
                new ReplicationRule(List.of(Registry.of("111122223601", "ap-south-1")), List.of(new RepositoryFilter("prod"))),
                new ReplicationRule(List.of(Registry.of("444455556666", "ap-south-1")), List.of()))));
    }

    @Test
    void it_says_of_each_rule_and_destination_whether_and_why() {
        Commands.Ran ran = run("111122223601/us-west-2/team/app:1.0");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern("1 +111122223601/ap-south-1 +no +No filter of the rule picks team/app: prod")
                .containsPattern("2 +444455556666/ap-south-1 +no, ServiceLinkedRoleNotFound +The account 111122223601 has no");
    }

    @Test
    void a_program_gets_json() throws IOException {
        JsonNode answer = new ObjectMapper().readTree(run("111122223601/us-west-2/team/app", "--json").out());

        JsonNode all = answer.get("rules");
        assertThat(answer.has("lastPush")).isFalse();
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

    @Test
    void what_became_of_the_last_push_is_told_step_by_step() throws IOException {
        Registry near = Registry.of("111122223603", "eu-west-1");
        Registry partner = Registry.of("444455556666", "eu-west-1");
        RecordedPush push = RecordedPush.of(cloud, "111122223603", near, partner);
        push.advance(near, new Granted(push.pushedAt().plusMillis(20), true));
        push.advance(near, new Complete(push.pushedAt().plusMillis(30), Optional.of(new LayerBytes(7_000, 12))));
        push.advance(partner, new Failed(push.pushedAt().plusMillis(9), FailureCode.ACCESS_DENIED, "nobody allows it"));

        assertThat(run("111122223603/us-west-2/team/app:1.0").out())
                .contains("The last push of it, " + push.id())
                .containsPattern("111122223603/eu-west-1 +COMPLETE +1 +\\+5 ms +\\+20 ms +\\+30 ms +7000 B +12 B")
                .containsPattern("444455556666/eu-west-1 +FAILED +1 +\\+5 ms +- +\\+9 ms +- +- +AccessDenied: nobody allows it");
        JsonNode told = new ObjectMapper().readTree(run("111122223603/us-west-2/team/app:1.0", "--json").out()).get("lastPush");
        assertThat(told.get("plan")).hasSize(2);
        assertThat(told.at("/replications/0/copiedBytes").asLong()).isEqualTo(7_000);
        assertThat(told.at("/replications/0/skippedBytes").asLong()).isEqualTo(12);
        assertThat(told.at("/replications/0/openedAt").asText()).isEqualTo(push.pushedAt().plusMillis(5).toString());
        assertThat(told.at("/replications/1/failureCode").asText()).isEqualTo("AccessDenied");
    }

    private Commands.Ran run(String... arguments) {
        return cloud.run(Stream.concat(Stream.of("explain"), Stream.of(arguments)).toArray(String[]::new));
    }
}
