package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.identity.AccessKey;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.Caller;
import dev.ferry.identity.SealingKeys;
import dev.ferry.local.Cloud;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.Tables;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/** The commands of operations, on a local cloud that is found through its data folder. */
@ExtendWith(Commands.class)
class OperationsTest {
    private static final Registry PARTNER = Registry.of("444455556666", "eu-west-1");
    private static final Registry ELSEWHERE = Registry.of("111122223333", "eu-west-1");

    private final Commands.OnLocalCloud cloud;

    OperationsTest(Commands.OnLocalCloud cloud) {
        this.cloud = cloud;
    }

    @Test
    void status_says_that_nothing_needs_attention() {
        Commands.Ran status = cloud.run("status", "--account", "777788889999");

        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("Nothing needs attention.");
    }

    @Test
    void status_shows_registries_that_do_nothing_only_when_asked() {
        assertThat(cloud.run("keys", "create", "--account", "555566667777", "--region", Commands.REGION.value()).code()).isZero();

        assertThat(cloud.run("status", "--account", "555566667777").out()).doesNotContain("555566667777/us-west-2");
        assertThat(cloud.run("status", "--account", "555566667777", "--json").out()).contains("\"registries\" : [ ]");
        assertThat(cloud.run("status", "--account", "555566667777", "--all").out()).contains("555566667777/us-west-2");
    }

    @Test
    void status_shows_what_is_open_and_what_failed_and_why() throws IOException {
        Push push = failedPush("111122223301");

        Commands.Ran text = cloud.run("status", "--account", "111122223301");
        assertThat(text.code()).isEqualTo(3);
        assertThat(text.out())
                .contains(push.id().value(), "111122223301/us-west-2/team/app:1.0", "444455556666/eu-west-1")
                .contains("AccessDenied", "its policy does not allow it", "planned")
                .contains("Something needs attention.");

        Commands.Ran json = cloud.run("status", "--region", Commands.REGION.value(), "--account", "111122223301", "--json");
        JsonNode region = new ObjectMapper().readTree(json.out()).at("/regions/0");
        assertThat(region.at("/registries/0/failed").asInt()).isEqualTo(1);
        assertThat(region.at("/open/0/destination").asText()).isEqualTo(ELSEWHERE.toString());
        assertThat(region.at("/failed/0/failureCode").asText()).isEqualTo("AccessDenied");
        assertThat(region.at("/failed/0/lagMillis").asLong()).isBetween(0L, 60_000L);
        assertThat(cloud.run("status", "--account", "777788889999").code()).as("another account").isZero();
        assertThat(cloud.run("status", "--account", "111122223301", "--since", "PT0S").code()).as("long ago").isZero();
    }

    @Test
    void retry_queues_what_failed_once() {
        Push push = failedPush("111122223302");

        Commands.Ran retry = cloud.run("retry", push.id().value(), PARTNER.toString());

        assertThat(retry.code()).isZero();
        assertThat(retry.out()).contains("push " + push.id() + " to " + PARTNER + ": attempt 2");
        assertThat(queued()).anySatisfy(body -> assertThat(body).contains(push.id().value(), "\"attempt\":1"));
        assertThat(cloud.run("retry", push.id().value()).code()).as("nothing of it failed any more").isEqualTo(1);
    }

    @Test
    void status_and_retry_go_on_past_the_data_of_no_region() throws IOException {
        Path regions = cloud.data().resolve("regions");
        List<String> before = Files.readAllLines(regions);
        Files.write(regions, List.of("eu-isoe-west-1", Commands.REGION.value()));
        try {
            Push push = failedPush("111122223309");

            Commands.Ran status = cloud.run("status", "--account", "111122223309");
            Commands.Ran retry = cloud.run("retry", "--all", "--account", "111122223309");

            assertThat(status.out()).contains(push.id().value());
            assertThat(retry.out()).contains("push " + push.id());
            assertThat(status.err()).contains("passed over the data of eu-isoe-west-1");
            assertThat(cloud.run("status", "--region", "eu-isoe-west-1").err()).contains("there is no Region eu-isoe-west-1");
        } finally {
            Files.write(regions, before);
        }
    }

    @Test
    void retry_of_all_takes_an_accounts_failures() {
        Push push = failedPush("111122223303");
        Push others = failedPush("111122223304");

        Commands.Ran retry = cloud.run("retry", "--all", "--account", "111122223303");

        assertThat(retry.out()).contains(push.id().value()).doesNotContain(others.id().value());
        assertThat(cloud.run("retry", "--all", "--account", "111122223303").code()).isZero();
        assertThat(cloud.run("retry").code()).as("neither a push nor --all").isEqualTo(2);
    }

    @Test
    @org.junit.jupiter.api.Tag("full")
    void many_failures_are_shown_and_retried_page_by_page_the_latest_first() throws IOException {
        String account = "111122223311";
        List<Registry> destinations = IntStream.range(0, 25)
                .mapToObj(number -> Registry.of(Long.toString(300_000_000_000L + number), "eu-west-1")).toList();
        for (int pushes = 0; pushes < 9; pushes++) {
            Push push = push(account, destinations);
            destinations.forEach(destination -> fail(push, destination));
        }

        Commands.Ran text = cloud.run("status", "--account", account);
        JsonNode json = new ObjectMapper().readTree(
                cloud.run("status", "--account", account, "--region", Commands.REGION.value(), "--json").out());
        Commands.Ran retry = cloud.run("retry", "--all", "--account", account);

        assertThat(text.out().lines().filter(line -> line.contains(" AccessDenied "))).hasSize(225);
        assertThat(text.out().lines().filter(line -> line.startsWith("FAILED "))).hasSize(1);
        assertThat(json.at("/regions/0/registries/0/failed").asInt()).isEqualTo(225);
        assertThat(json.at("/regions/0/failed")).hasSize(225).extracting(failed -> failed.get("failedAt").asText())
                .isSortedAccordingTo(Comparator.comparing((String failedAt) -> Instant.parse(failedAt)).reversed());
        assertThat(retry.out().lines().filter(line -> line.endsWith(": attempt 2"))).hasSize(225);
        assertThat(retry.out()).contains("225 attempted anew");
        assertThat(cloud.run("retry", "--all", "--account", account).out()).contains("Nothing of that failed.");
    }

    @Test
    void a_key_is_made_listed_without_its_secret_and_revoked() throws IOException {
        Path policy = Files.writeString(cloud.data().resolve("policy.json"), """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:Describe*","Resource":"*"}]}""");
        Commands.Ran created = cloud.run("keys", "create", "--account", "111122223305", "--user", "ci", "--description", "for the build",
                "--policy", policy.toString(), "--region", Commands.REGION.value());
        Matcher printed = Pattern.compile("AWS_ACCESS_KEY_ID=(\\w{20})\\s+AWS_SECRET_ACCESS_KEY=(\\S{40})\\s+")
                .matcher(created.out());
        assertThat(printed.matches()).as(created.out()).isTrue();

        AccessKey key = cloud.stack().keys().find(Commands.REGION, printed.group(1)).orElseThrow();
        assertThat(key.secret()).isEqualTo(printed.group(2));
        assertThat(key.caller().principalArn()).isEqualTo("arn:aws:iam::111122223305:user/ci");
        assertThat(key.caller().policy()).isPresent();

        for (String format : List.of("--account=111122223305", "--json")) {
            Commands.Ran listed = cloud.run("keys", "list", format);
            assertThat(listed.out()).contains(key.id(), "for the build").doesNotContain(key.secret());
        }
        assertThat(cloud.run("keys", "list", "--account", "777788889999").out()).doesNotContain(key.id());

        assertThat(cloud.run("keys", "revoke", key.id()).code()).isZero();
        assertThat(cloud.stack().keys().find(Commands.REGION, key.id())).isEmpty();
        assertThat(cloud.run("keys", "revoke", key.id()).code()).isEqualTo(1);
    }

    @Test
    void reseal_tells_of_keys_that_no_sealing_key_opens() {
        String lost = "LOSTACCESSKEY0000001";
        String another = Base64.getEncoder().encodeToString(new byte[32]);
        Caller caller = new Caller(lost, new AccountId("111122223307"), "arn:aws:iam::111122223307:root");
        cloud.run("keys", "create", "--account", "111122223307", "--region", Commands.REGION.value());

        Commands.Ran before = cloud.run("keys", "reseal", "--region", Commands.REGION.value());
        new AccessKeyTable(cloud.stack().clients()::dynamoDb, "ferry", Optional.of(SealingKeys.parse(another)))
                .put(Commands.REGION, AccessKey.longTerm(caller, "secret"));
        Commands.Ran after = cloud.run("keys", "reseal", "--region", Commands.REGION.value());
        cloud.run("keys", "revoke", lost, "--region", Commands.REGION.value());

        assertThat(before.out()).startsWith(Commands.REGION + ": 0 sealed anew, ").doesNotContain("revoke");
        assertThat(before.code()).isZero();
        assertThat(after.out()).contains("1 that none of these sealing keys opens");
        assertThat(after.code()).isEqualTo(1);
    }

    @Test
    void a_key_is_not_made_with_a_policy_that_is_none() throws IOException {
        Path policy = Files.writeString(cloud.data().resolve("none.json"), """
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Principal":"*","Action":"ecr:*","Resource":"*"}]}""");

        Commands.Ran created =
                cloud.run("keys", "create", "--account", "111122223306", "--policy", policy.toString(), "--region", "us-west-2");

        assertThat(created.code()).isEqualTo(1);
        assertThat(created.err()).contains("none.json").contains("must not have a Principal");
        assertThat(cloud.run("keys", "list", "--account", "111122223306").out()).isEqualToIgnoringNewLines("No access keys.");
    }

    @Test
    void where_no_cloud_runs_that_is_said_in_one_line(@TempDir Path empty) {
        Commands.Ran status = Commands.runOn(empty, "status");

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.err()).startsWith("ferry: no local cloud runs on " + empty.toAbsolutePath()).hasLineCount(1);
    }

    /** A push to two destinations, one of which refused it. */
    private Push failedPush(String account) {
        Push push = push(account, List.of(ELSEWHERE, PARTNER));
        fail(push, PARTNER);
        return push;
    }

    private Push push(String account, List<Registry> destinations) {
        Push push = new Push(
                PushId.at(Instant.now(), UUID.randomUUID()), Registry.of(account, Commands.REGION.value()),
                new RepositoryName("team/app"), Digest.sha256(account), Optional.of(new Tag("1.0")), OptionalLong.of(1),
                Instant.now(), new Plan(destinations));
        PushRecords pushes = new PushRecords(tables());
        tables().commit(Commands.REGION, List.of(pushes.record(push, IllegalStateException::new)));
        pushes.fanOut(push, Instant.now());
        return push;
    }

    private void fail(Push push, Registry destination) {
        new ReplicationRecords(tables()).advance(push, Replication.planned(push.id(), destination),
                new Failed(Instant.now(), FailureCode.ACCESS_DENIED, "its policy does not allow it"));
    }

    private Tables tables() {
        return new Tables(cloud.stack().clients(), new StackNames("ferry", Cloud.OPERATOR));
    }

    private List<String> queued() {
        var sqs = cloud.services().clients().sqs(Commands.REGION.value());
        String url = sqs.getQueueUrl(get -> get.queueName("ferry-replicate-us-west-2")).queueUrl();
        return sqs.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10)).messages().stream()
                .map(Message::body)
                .toList();
    }
}
