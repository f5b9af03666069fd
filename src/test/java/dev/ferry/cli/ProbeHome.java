package dev.ferry.cli;

import dev.ferry.local.CloudSettings;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.ProbeDeployment;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A checkout with a small template and a packaged {@link dev.ferry.local.lambda.ProbeFunction}, as the build leaves it. */
public record ProbeHome(Path directory) {
    private static final String TEMPLATE = """
            AWSTemplateFormatVersion: "2010-09-09"
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              OpenTooLong: { Type: String, Default: PT1M }
              SweepRate: { Type: String, Default: rate(1 minute) }
              JsonLogs: { Type: String, Default: "true" }
            Globals:
              Function:
                Handler: %s
                Environment: { Variables: { FERRY_TABLE_PREFIX: probe } }
            Resources:
              Echo:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Post: { Type: HttpApi, Properties: { Method: POST, Path: / } }
              OnEvent:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Pushed:
                      Type: EventBridgeRule
                      Properties: { Pattern: { source: [probe] } }
                  EventInvokeConfig:
                    MaximumRetryAttempts: 0
              OnMessage:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Queued: { Type: SQS, Properties: { Queue: !GetAtt WorkQueue.Arn } }
              WorkQueue:
                Type: AWS::SQS::Queue
                Properties: { QueueName: !Sub "work-${AWS::Region}" }
              Keys:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: probe-access-keys
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{ AttributeName: accessKeyId, AttributeType: S }]
                  KeySchema: [{ AttributeName: accessKeyId, KeyType: HASH }]
            """;

    public static ProbeHome in(Path directory) throws IOException, URISyntaxException {
        Files.createDirectories(libraries(directory).getParent());
        Files.writeString(directory.resolve("template.yaml"), TEMPLATE.formatted(ProbeDeployment.HANDLER));
        ProbeDeployment.zip(directory.resolve("target"));
        Files.createSymbolicLink(libraries(directory), Path.of("target", "local", "lib").toAbsolutePath());
        return new ProbeHome(directory);
    }

    /** So that whoever deletes the folder does not meet the link to the build's own libraries. */
    public void forgetLibraries() throws IOException {
        Files.delete(libraries(directory));
    }

    private static Path libraries(Path directory) {
        return directory.resolve("target").resolve("local").resolve("lib");
    }

    public Path data() {
        return directory.resolve("data");
    }

    public CloudSettings settings(int port, LogSink log) {
        return new CloudSettings(
                directory.resolve("template.yaml"), directory.resolve("target"), data(), port, Set.of(), false,
                Map.of(), log);
    }
}
