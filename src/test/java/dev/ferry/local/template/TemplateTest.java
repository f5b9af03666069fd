package dev.ferry.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code template.yaml} has to say of every resource for a deployment to be safe, whoever adds one. */
class TemplateTest {
    private static final JsonNode TEMPLATE = TemplateYaml.read(Path.of("template.yaml"));
    private static final TemplateParameters OREGON =
            new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of());
    private static final Template READ = TemplateReader.read(Path.of("template.yaml"), OREGON);
    private static final Map<String, List<JsonNode>> POLICIES =
            FunctionRoles.policies(Path.of("template.yaml"), OREGON);

    /** Actions that are about no resource (Service Authorization Reference). */
    private static final Set<String> WITHOUT_RESOURCE =
            Set.of("xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams");

    @Test
    void what_is_stored_is_kept_encrypted_and_can_be_brought_back() {
        assertThat(ofType("AWS::DynamoDB::Table")).isNotEmpty().allSatisfy((id, table) -> {
            JsonNode properties = table.get("Properties");
            assertThat(properties.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled").asBoolean()).isTrue();
            assertThat(properties.at("/SSESpecification/SSEEnabled").asBoolean()).isTrue();
            assertThat(properties.path("DeletionProtectionEnabled").asBoolean()).isTrue();
            assertThat(properties.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
            assertRetained(table);
        });
    }

    @Test
    void the_bucket_is_kept_private_encrypted_and_reached_over_tls_alone() {
        assertThat(ofType("AWS::S3::Bucket")).isNotEmpty().allSatisfy((id, bucket) -> {
            JsonNode properties = bucket.get("Properties");
            for (String block : List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
                assertThat(properties.at("/PublicAccessBlockConfiguration/" + block).asBoolean()).as(block).isTrue();
            }
            assertThat(properties.at("/OwnershipControls/Rules/0/ObjectOwnership").asText()).isEqualTo("BucketOwnerEnforced");
            assertThat(properties.at("/BucketEncryption/ServerSideEncryptionConfiguration")).isNotEmpty();
            assertThat(properties.has("CorsConfiguration")).isFalse();
            assertThat(properties.at("/LifecycleConfiguration/Rules"))
                    .anyMatch(rule -> rule.has("AbortIncompleteMultipartUpload"))
                    .allMatch(rule -> rule.path("Status").asText().equals("Enabled"));
            assertRetained(bucket);
            assertTlsOnly("AWS::S3::BucketPolicy", "/Properties/Bucket/Ref", id);
        });
    }

    private static void assertRetained(JsonNode resource) {
        assertThat(resource.path("DeletionPolicy").asText()).isEqualTo("Retain");
        assertThat(resource.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
    }

    @Test
    void queues_are_encrypted_and_lose_nothing_and_are_reached_over_tls_alone() {
        Map<String, JsonNode> queues = ofType("AWS::SQS::Queue");
        assertThat(queues).isNotEmpty().allSatisfy((id, queue) -> {
            JsonNode properties = queue.get("Properties");
            assertThat(properties.path("SqsManagedSseEnabled").asBoolean()).isTrue();
            boolean redrives = properties.has("RedrivePolicy");
            assertThat(redrives || properties.has("RedriveAllowPolicy")).as("%s redrives, or is a dead letter queue", id).isTrue();
            if (!redrives) {
                assertThat(properties.path("MessageRetentionPeriod").asInt()).isEqualTo(14 * 24 * 60 * 60);
            }
            assertTlsOnly("AWS::SQS::QueuePolicy", "/Properties/Queues/0/Ref", id);
        });
    }

    @Test
    void a_dead_letter_queue_takes_from_the_queues_that_redrive_to_it_and_no_others() {
        Map<String, Set<String>> sources = new TreeMap<>();
        READ.queues().forEach(queue -> queue.redrive().ifPresent(redrive -> sources
                .computeIfAbsent(redrive.deadLetterQueue(), name -> new TreeSet<>())
                .add(Arns.queue(OREGON, queue.name()))));
        ofType("AWS::SQS::Queue").forEach((id, queue) -> {
            JsonNode allowed = resolved(queue.at("/Properties/RedriveAllowPolicy"));
            Set<String> arns = sources.getOrDefault(nameOf(id), Set.of());
            if (!arns.isEmpty()) {
                assertThat(allowed.path("redrivePermission").asText()).as(id).isEqualTo("byQueue");
                assertThat(allowed.path("sourceQueueArns")).extracting(JsonNode::asText).as(id).hasSameElementsAs(arns);
            } else if (!allowed.isMissingNode()) {
                assertThat(allowed.path("redrivePermission").asText()).as(id).isEqualTo("denyAll");
            }
        });
    }

    private static void assertTlsOnly(String policyType, String subject, String id) {
        assertThat(ofType(policyType).values())
                .filteredOn(policy -> policy.at(subject).asText().equals(id))
                .as("a policy of %s", id)
                .singleElement()
                .satisfies(policy -> assertThat(policy.at("/Properties/PolicyDocument/Statement"))
                        .anySatisfy(statement -> {
                            assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
                            assertThat(statement.path("Principal").asText()).isEqualTo("*");
                            assertThat(statement.path("Action").asText()).endsWith(":*");
                            assertThat(statement.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("false");
                        }));
    }

    @Test
    void what_starts_a_function_by_itself_keeps_what_failed() {
        ofType("AWS::Serverless::Function").forEach((id, function) -> {
            JsonNode properties = function.get("Properties");
            properties.path("Events").properties().forEach(event -> {
                String type = event.getValue().path("Type").asText();
                JsonNode trigger = event.getValue().path("Properties");
                switch (type) {
                    case "EventBridgeRule", "Schedule" -> {
                        assertThat(trigger.at("/DeadLetterConfig/Arn").isMissingNode()).as(id).isFalse();
                        assertThat(properties.at("/EventInvokeConfig/DestinationConfig/OnFailure").isMissingNode()).as(id).isFalse();
                    }
                    case "DynamoDB" -> {
                        assertThat(trigger.at("/DestinationConfig/OnFailure").isMissingNode()).as(id).isFalse();
                        assertThat(trigger.path("BisectBatchOnFunctionError").asBoolean()).as(id).isTrue();
                        assertThat(trigger.path("MaximumRecordAgeInSeconds").asInt(-1)).as(id).isPositive();
                        assertThat(trigger.at("/FilterCriteria/Filters")).as(id).isNotEmpty();
                        assertReportsFailures(id, trigger);
                    }
                    case "SQS" -> assertReportsFailures(id, trigger);
                    default -> assertThat(type).isEqualTo("HttpApi");
                }
            });
        });
    }

    private static void assertReportsFailures(String id, JsonNode trigger) {
        assertThat(trigger.path("FunctionResponseTypes")).extracting(JsonNode::asText).as(id).contains("ReportBatchItemFailures");
    }

    @Test
    void who_verifies_requests_answers_those_of_the_stacks_own_Region_alone() {
        List<LambdaFunction> doors = READ.functions().stream()
                .filter(function -> function.environment().containsKey("FERRY_SEALING_KEY"))
                .toList();

        assertThat(doors).hasSize(2).allSatisfy(door ->
                assertThat(door.environment()).containsEntry("FERRY_SERVED_REGION", OREGON.region()));
    }

    /** A secret is the tenant's own, and named as ECR has it: by this prefix, to which the account that has it adds a policy. */
    @Test
    void a_role_names_its_actions_and_its_resources() {
        assertThat(POLICIES).hasSameSizeAs(ofType("AWS::Serverless::Function"));
        POLICIES.forEach((function, documents) -> statements(documents).forEach(statement -> {
            List<String> actions = texts(statement.get("Action"));
            assertThat(actions).as(function).noneMatch(action -> action.contains("*"));
            if (!WITHOUT_RESOURCE.containsAll(actions)) {
                assertThat(texts(statement.get("Resource"))).as(function).allMatch(arn -> arn.contains("ferry")
                        || arn.startsWith("arn:passed-over:") || arn.endsWith(":event-bus/default")
                        || arn.endsWith(":secret:ecr-pullthroughcache/*"));
            }
        }));
    }

    /** An ARN whose Region is open needs the condition that closes it; a bucket's ARN has none, but its name ends in one. */
    @Test
    void a_role_reaches_other_Regions_only_by_name() {
        POLICIES.forEach((function, documents) -> statements(documents).forEach(statement -> {
            boolean open = texts(statement.get("Resource")).stream()
                    .anyMatch(arn -> arn.matches("arn:aws:[a-z0-9]+:\\*:.*|arn:aws:s3:::[^/]*\\*.*"));
            if (open) {
                assertThat(texts(statement.at("/Condition/StringEquals/aws:RequestedRegion"))).as(function).containsExactly("us-east-1");
            }
        }));
    }

    @Test
    void functions_are_traced_and_write_to_logs_that_end() {
        assertThat(TEMPLATE.at("/Globals/Function/Tracing").asText()).isEqualTo("Active");
        assertThat(ofType("AWS::Logs::LogGroup").values())
                .allSatisfy(logs -> assertThat(logs.at("/Properties/RetentionInDays").isMissingNode()).isFalse());
        assertThat(ofType("AWS::Serverless::Function")).allSatisfy((id, function) ->
                assertThat(ofType("AWS::Logs::LogGroup"))
                        .containsKey(function.at("/Properties/LoggingConfig/LogGroup/Ref").asText()));
    }

    @Test
    void every_dead_letter_queue_and_every_function_has_an_alarm() {
        String alarms = ofType("AWS::CloudWatch::Alarm").values().toString();
        Stream.concat(
                        ofType("AWS::SQS::Queue").keySet().stream().filter(id -> id.matches(".*(DeadLetter|Quarantine).*")),
                        ofType("AWS::Serverless::Function").keySet().stream())
                .forEach(id -> assertThat(alarms).contains("\"" + id + "\""));
        assertThat(ofType("AWS::CloudWatch::Alarm").values()).allSatisfy(alarm ->
                assertThat(alarm.at("/Properties/AlarmActions/Fn::If/1/0/Ref").asText()).isEqualTo("AlarmTopic"));
    }

    @Test
    void every_parameter_is_described_and_stands_in_a_group() {
        List<String> grouped = new ArrayList<>();
        TEMPLATE.at("/Metadata/AWS::CloudFormation::Interface/ParameterGroups")
                .forEach(group -> group.path("Parameters").forEach(name -> grouped.add(name.asText())));
        List<String> declared = new ArrayList<>();
        TEMPLATE.path("Parameters").fieldNames().forEachRemaining(declared::add);

        assertThat(grouped).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(TEMPLATE.path("Parameters")).allMatch(parameter -> parameter.path("Description").asText().endsWith("."));
    }

    private static Map<String, JsonNode> ofType(String type) {
        Map<String, JsonNode> resources = new TreeMap<>();
        TEMPLATE.path("Resources").properties().forEach(resource -> {
            if (resource.getValue().path("Type").asText().equals(type)) {
                resources.put(resource.getKey(), resource.getValue());
            }
        });
        return resources;
    }

    private static String nameOf(String queueId) {
        return READ.queues().stream().filter(queue -> queue.logicalId().equals(queueId)).findFirst().orElseThrow().name();
    }

    private static JsonNode resolved(JsonNode value) {
        Location top = Location.topOf(Path.of("template.yaml"));
        ParameterValues parameters = new ParameterValues(TEMPLATE.path("Parameters"), OREGON, top);
        return new Resources(TEMPLATE, parameters, OREGON, top).intrinsics().resolve(value, top);
    }

    private static List<ObjectNode> statements(List<JsonNode> documents) {
        List<ObjectNode> statements = new ArrayList<>();
        documents.forEach(document -> document.path("Statement").forEach(statement -> statements.add((ObjectNode) statement)));
        return statements;
    }

    private static List<String> texts(JsonNode oneOrMany) {
        List<String> texts = new ArrayList<>();
        if (oneOrMany.isArray()) {
            oneOrMany.forEach(text -> texts.add(text.asText()));
        } else {
            texts.add(oneOrMany.asText());
        }
        return texts;
    }
}
