package dev.ferry.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.template.LambdaFunction.AsynchronousInvocation;
import dev.ferry.local.template.Trigger.QueuePoll;
import dev.ferry.local.template.Trigger.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a template does not say. */
class TemplateDefaultsTest extends TemplateTexts {
    @Test
    void are_those_of_CloudFormation_and_SAM() {
        Template template = read("""
                Resources:
                  Work:
                    Type: AWS::SQS::Queue
                  Layers:
                    Type: AWS::S3::Bucket
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
