package dev.ferry.local.template;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a template must not say, or asks of who reads it. */
class TemplateRefusalsTest extends TemplateTexts {
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
