package dev.ferry.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.template.LambdaFunction.AsynchronousInvocation;
import dev.ferry.local.template.Queue.Redrive;
import dev.ferry.local.template.Table.Attribute;
import dev.ferry.local.template.Table.Index;
import dev.ferry.local.template.Table.Key;
import dev.ferry.local.template.Trigger.EventRule;
import dev.ferry.local.template.Trigger.HttpRoute;
import dev.ferry.local.template.Trigger.QueuePoll;
import dev.ferry.local.template.Trigger.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateReaderTest {
    private static final TemplateParameters OREGON =
            new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of());

    @TempDir
    Path folder;

    @Nested
    class The_template_of_Ferry {
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
                            List.of("{\"eventName\":[\"INSERT\"],\"dynamodb\":{\"NewImage\":{\"kind\":{\"S\":[\"push\"]},"
                                    + "\"open\":{\"S\":[{\"exists\":true}]}}}}"),
                            Optional.of("ferry-fan-out-dead-us-west-2")));
            assertThat(function("ReplicateFunction").triggers())
                    .containsExactly(new QueuePoll("ferry-replicate-us-west-2", 1, true));
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

    @Nested
    class Functions_of_CloudFormation {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                textBlock =
                        """
                !Ref Stage                                                  | dev
                {Ref: "AWS::Region"}                                        | us-west-2
                !Ref Queue                                                  | https://sqs.us-west-2.amazonaws.com/111122223333/work
                !Ref Role                                                   | Role
                !GetAtt Queue.Arn                                           | arn:aws:sqs:us-west-2:111122223333:work
                !GetAtt [Queue, QueueName]                                  | work
                {"Fn::GetAtt": [Queue, QueueName]}                          | work
                {"Fn::GetAtt": Queue.QueueName}                             | work
                !Sub "${Stage}-${Queue.QueueName}-${!Literal}-${AWS::AccountId}" | dev-work-${Literal}-111122223333
                !Sub ["${Own}-${Stage}", {Own: !Ref "AWS::Partition"}]      | aws-dev
                {"Fn::Sub": "${Stage}"}                                     | dev
                !Join ["/", [a, !Ref Stage, !Ref "AWS::NoValue"]]           | a/dev
                !Select [1, !Split [",", "a,b,c"]]                          | b
                !Select [1, !Ref Zones]                                     | two
                !FindInMap [Sizes, !Ref Stage, memory]                      | 256
                !If [IsDev, yes please, no]                                 | yes please
                !If [IsProduction, a, b]                                    | b
                !If [Either, a, b]                                          | a
                !If [Both, a, b]                                            | b
                """)
        void are_worked_out(String expression, String value) {
            assertThat(variable(expression)).isEqualTo(value);
        }

        @Test
        void leave_out_what_has_no_value() {
            assertThat(functionWith("!If [IsProduction, set, !Ref AWS::NoValue]").environment())
                    .doesNotContainKey("X");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                textBlock =
                        """
                !Ref Nobody                 | names Nobody, which is neither a parameter nor a resource
                !Sub "${Nobody}"            | names Nobody, which is neither a parameter nor a resource
                !GetAtt Role.Arn            | Role has no attribute Arn on one machine
                !GetAtt Queue               | Fn::GetAtt needs a list of 2
                !Ref OnlyInProduction       | names OnlyInProduction, which is neither a parameter nor a resource
                !ImportValue other          | Fn::ImportValue cannot be resolved here
                !If [Never, a, b]           | names the condition Never, which is not declared
                !If [Circle, a, b]          | depends on itself
                !Select [7, [a]]            | finds no item 7
                !FindInMap [Sizes, x, y]    | finds no
                !Join [",", text]           | needs a list
                !Unknown x                  | line 38
                [a, b]                      | must be a text
                """)
        void are_refused_that_cannot_be_worked_out(String expression, String problem) {
            assertThatThrownBy(() -> variable(expression))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(problem);
        }

        private String variable(String expression) {
            return functionWith(expression).environment().get("X");
        }

        private LambdaFunction functionWith(String expression) {
            return read("""
                    Parameters:
                      Stage: { Type: String, Default: dev }
                      Zones: { Type: CommaDelimitedList, Default: "one, two" }
                    Conditions:
                      IsDev: !Equals [!Ref Stage, dev]
                      IsProduction: !Not [!Condition IsDev]
                      Either: !Or [!Condition IsProduction, !Equals [a, a]]
                      Both: !And [!Condition IsProduction, !Equals [a, a]]
                      Circle: !Not [{ Condition: Circle }]
                    Mappings:
                      Sizes:
                        dev: { memory: 256 }
                    Resources:
                      Queue:
                        Type: AWS::SQS::Queue
                        Properties: { QueueName: work }
                      Role:
                        Type: AWS::IAM::Role
                        Properties:
                          AssumeRolePolicyDocument: { Version: 2012-10-17, Condition: {} }
                      OnlyInProduction:
                        Type: AWS::SQS::Queue
                        Condition: IsProduction
                      Function:
                        Type: AWS::Serverless::Function
                        Properties:
                          Handler: Handler::handleRequest
                          Policies:
                            - Version: 2012-10-17
                              Statement: []
                          Environment:
                            Variables:
                              A: text
                              B: 1
                              C: true
                              D: text
                              # the line that differs
                              X: %s
                    """.formatted(expression)).functions().get(0);
        }
    }

    @Nested
    class Defaults {
        @Test
        void are_those_of_CloudFormation_and_SAM() {
            Template template = read("""
                    Resources:
                      Work:
                        Type: AWS::SQS::Queue
                      Layers:
                        Type: AWS::S3::DeclaredBucket
                      Things:
                        Type: AWS::DynamoDB::Table
                        Properties:
                          AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
                          KeySchema: [{ AttributeName: id, KeyType: HASH }]
                          StreamSpecification: { StreamViewType: KEYS_ONLY }
                      Function:
                        Type: AWS::Serverless::Function
                        Properties:
                          Handler: Handler::handleRequest
                          Events:
                            Worked: { Type: SQS, Properties: { Queue: !GetAtt Work.Arn } }
                            Off: { Type: SQS, Properties: { Queue: !GetAtt Work.Arn, Enabled: false } }
                            Changed:
                              Type: DynamoDB
                              Properties: { Stream: !GetAtt Things.StreamArn, StartingPosition: LATEST }
                            Daily: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
                    """);

            assertThat(template.queues())
                    .containsExactly(new Queue(
                            "Work", "Work", Duration.ofSeconds(30), Duration.ofDays(4), Optional.empty()));
            assertThat(template.buckets()).containsExactly(new DeclaredBucket("Layers", "layers-111122223333-us-west-2"));
            assertThat(template.functions())
                    .containsExactly(new LambdaFunction(
                            "Function",
                            "Handler::handleRequest",
                            Map.of(),
                            128,
                            Duration.ofSeconds(3),
                            List.of(
                                    new QueuePoll("Work", 10, false),
                                    new Trigger.Stream(
                                            "Things",
                                            100,
                                            Integer.MAX_VALUE,
                                            Duration.ofHours(24),
                                            false,
                                            false,
                                            List.of(),
                                            Optional.empty()),
                                    new Schedule(Duration.ofDays(1))),
                            new AsynchronousInvocation(2, Duration.ofHours(6), Optional.empty())));
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                textBlock =
                        """
                Type: AWS::EC2::Instance | Resources/X: has the type AWS::EC2::Instance, which cannot be had
                Properties: {} | Resources/X: has the type nothing
                {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}} | Resources/X/Properties: has FifoQueue, which cannot be had
                {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: soon}} | VisibilityTimeout: must be a whole number, not soon
                {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: "arn:aws:sqs:us-west-2:1:other", maxReceiveCount: 1}}} | names the queue other, which the template does not declare
                {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref X}} | depends on itself
                {Type: AWS::DynamoDB::Table, Properties: {}} | KeySchema: needs a HASH key
                {Type: AWS::DynamoDB::Table, Properties: {KeySchema: [{AttributeName: id, KeyType: HASH}]}} | names the attribute id, which AttributeDefinitions lacks
                {Type: AWS::Serverless::Function, Properties: {Layers: [x]}} | has Layers, which cannot be had
                {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Kafka}}}} | Events/E: has the event type Kafka
                {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Schedule, Properties: {Schedule: "cron(0 12 * * ? *)"}}}}} | Events/E/Properties/Schedule: must be such as rate(5 minutes) on one machine, not cron(0 12 * * ? *)
                {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: SQS, Properties: {Queue: work}}}}} | Queue: is no ARN: work
                {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: DynamoDB, Properties: {Stream: "arn:aws:sqs:us-west-2:1:x"}}}}} | Stream: must be an ARN of dynamodb
                """)
        void name_the_place_and_the_problem(String resource, String problem) {
            assertThatThrownBy(() -> read("Resources:\n  X:\n    " + resource + "\n"))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(problem);
        }

        @Test
        void name_the_line_of_what_is_not_YAML() {
            assertThatThrownBy(() -> read("Resources:\n  A: [1\n  B: 2\n"))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("line 3");
            assertThatThrownBy(() -> read("Resources: {}\nResources: {}\n"))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("line 2")
                    .hasMessageContaining("Resources");
            assertThatThrownBy(() -> read("")).isInstanceOf(TemplateException.class);
            assertThatThrownBy(() -> read("- a list")).isInstanceOf(TemplateException.class);
        }

        @Test
        void name_a_file_that_is_not_there() {
            assertThatThrownBy(() -> TemplateReader.read(folder.resolve("nothing.yaml"), OREGON))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("nothing.yaml: cannot be read");
        }

        @Test
        void name_a_parameter_that_is_not_set_as_it_may_be() {
            assertThatThrownBy(() -> read("Parameters: {P: {Type: String}}\nResources: {}\n"))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("Parameters/P: has no default");
            assertThatThrownBy(() -> TemplateReader.read(
                            Path.of("template.yaml"),
                            new TemplateParameters(
                                    "us-west-2", "111122223333", "aws", "amazonaws.com", Map.of("Prefix", "X"))))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("Parameters/Prefix: must match");
            assertThatThrownBy(() -> TemplateReader.read(
                            Path.of("template.yaml"),
                            new TemplateParameters(
                                    "us-west-2", "111122223333", "aws", "amazonaws.com", Map.of("Nothing", "X"))))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("has no parameter Nothing");
        }
    }

    private Template read(String yaml) {
        try {
            return TemplateReader.read(Files.writeString(folder.resolve("template.yaml"), yaml), OREGON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
