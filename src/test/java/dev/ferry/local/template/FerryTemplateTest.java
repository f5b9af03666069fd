package dev.ferry.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.template.LambdaFunction.AsynchronousInvocation;
import dev.ferry.local.template.Queue.Redrive;
import dev.ferry.local.template.Table.Attribute;
import dev.ferry.local.template.Table.Index;
import dev.ferry.local.template.Table.Key;
import dev.ferry.local.template.Trigger.EventRule;
import dev.ferry.local.template.Trigger.HttpRoute;
import dev.ferry.local.template.Trigger.QueuePoll;
import dev.ferry.local.template.Trigger.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code template.yaml} as it is read. */
class FerryTemplateTest extends TemplateTexts {
    private final Template template = TemplateReader.read(Path.of("template.yaml"), OREGON);

    @Test
    void declares_its_tables_with_keys_indexes_and_streams() {
        assertThat(template.tables())
                .extracting(Table::name)
                .contains("ferry-settings", "ferry-images", "ferry-replications", "ferry-uploads");
        assertThat(table("ReplicationsTable"))
                .isEqualTo(new Table(
                        "ReplicationsTable",
                        "ferry-replications",
                        List.of(
                                new Attribute("image", "S"),
                                new Attribute("push", "S"),
                                new Attribute("open", "S"),
                                new Attribute("since", "S"),
                                new Attribute("failed", "S"),
                                new Attribute("endedAt", "N")),
                        new Key("image", Optional.of("push")),
                        List.of(
                                new Index("open", new Key("open", Optional.of("since")), "ALL", List.of()),
                                new Index("failed", new Key("failed", Optional.of("endedAt")), "ALL", List.of())),
                        Optional.of("NEW_AND_OLD_IMAGES"),
                        Optional.of("expiresAt")));
        assertThat(table("UploadsTable").timeToLiveAttribute()).contains("expiresAt");
        assertThat(table("UploadsTable").key()).isEqualTo(new Key("upload", Optional.empty()));
    }

    @Test
    void declares_its_queues_with_their_dead_letters() {
        assertThat(template.queues())
                .contains(
                        new Queue(
                                "ReplicateQueue",
                                "ferry-replicate-us-west-2",
                                Duration.ofSeconds(960),
                                Duration.ofDays(4),
                                Optional.of(new Redrive("ferry-replicate-dead-us-west-2", 8))),
                        new Queue(
                                "PushDeadLetterQueue",
                                "ferry-push-dead-us-west-2",
                                Duration.ofSeconds(30),
                                Duration.ofDays(14),
                                Optional.empty()));
    }

    @Test
    void declares_its_bucket() {
        assertThat(template.buckets())
                .containsExactly(new DeclaredBucket("LayersBucket", "ferry-layers-111122223333-us-west-2"));
    }

    @Test
    void gives_each_function_the_globals_and_its_own_settings() {
        LambdaFunction replicate = function("ReplicateFunction");

        assertThat(replicate.environment())
                .containsEntry("FERRY_TABLE_PREFIX", "ferry")
                .containsEntry("FERRY_BUCKET_PREFIX", "ferry-layers-111122223333")
                .containsEntry("FERRY_OPERATOR_ACCOUNT", "111122223333")
                .containsEntry("QUARKUS_LAMBDA_HANDLER", "replicate");
        assertThat(replicate.timeout()).isEqualTo(Duration.ofMinutes(15));
        assertThat(function("ApiFunction").timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(replicate.memoryMegabytes()).isEqualTo(512);
    }

    @Test
    void triggers_its_functions() {
        assertThat(function("ApiFunction").triggers())
                .contains(new HttpRoute("POST", "/"), new HttpRoute("POST", "/listRegions"));
        assertThat(function("FanOutFunction").triggers())
                .containsExactly(new Trigger.Stream(
                        "ferry-replications",
                        100,
                        5,
                        Duration.ofHours(1),
                        true,
                        true,
                        List.of("{\"eventName\":[\"INSERT\"],\"dynamodb\":{\"NewImage\":{\"kind\":{\"S\":[\"push\",\"deletion\"]},"
                                + "\"open\":{\"S\":[{\"exists\":true}]}}}}"),
                        Optional.of("ferry-fan-out-dead-us-west-2")));
        assertThat(function("ReplicateFunction").triggers())
                .containsExactly(new QueuePoll("ferry-replicate-us-west-2", 1, true),
                        new QueuePoll("ferry-replicate-backfilled-us-west-2", 1, true));
        assertThat(function("SweepFunction").triggers())
                .containsExactly(new Schedule(Duration.ofMinutes(5)));
        assertThat(function("PushFunction").triggers())
                .containsExactly(new EventRule("{\"source\":[\"aws.ecr\"],\"detail-type\":[\"ECR Image Action\"],"
                        + "\"detail\":{\"action-type\":[\"PUSH\"],\"result\":[\"SUCCESS\"]}}"));
        assertThat(function("PushFunction").asynchronous())
                .isEqualTo(new AsynchronousInvocation(
                        2, Duration.ofHours(1), Optional.of("ferry-push-dead-us-west-2")));
    }

    @Test
    void takes_its_prefix_as_a_parameter() {
        Template other = TemplateReader.read(
                Path.of("template.yaml"),
                new TemplateParameters(
                        "cn-north-1", "444455556666", "aws-cn", "amazonaws.com.cn", Map.of("Prefix", "other")));

        assertThat(other.tables()).extracting(Table::name).allMatch(name -> name.startsWith("other-"));
        assertThat(other.buckets()).extracting(DeclaredBucket::name).containsExactly("other-layers-444455556666-cn-north-1");
    }

    private Table table(String logicalId) {
        return template.tables().stream()
                .filter(table -> table.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private LambdaFunction function(String logicalId) {
        return template.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }
}
