package dev.ferry.local.template;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The types of resources that mean something on one machine, and the others that a template may have. */
enum ResourceType {
    TABLE("AWS::DynamoDB::Table", "TableName"),
    QUEUE("AWS::SQS::Queue", "QueueName"),
    BUCKET("AWS::S3::Bucket", "BucketName"),
    FUNCTION("AWS::Serverless::Function", "FunctionName");

    /** What watches, permits or names, where there is nobody to watch, permit or name it to. */
    private static final Set<String> PASSED_OVER = Set.of(
            "AWS::ApiGatewayV2::ApiMapping",
            "AWS::ApiGatewayV2::DomainName",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::CompositeAlarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::KMS::Alias",
            "AWS::KMS::Key",
            "AWS::Lambda::Permission",
            "AWS::Logs::LogGroup",
            "AWS::Logs::MetricFilter",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Topic",
            "AWS::SQS::QueuePolicy",
            "AWS::Serverless::HttpApi");

    private final String type;
    private final String nameProperty;

    ResourceType(String type, String nameProperty) {
        this.type = type;
        this.nameProperty = nameProperty;
    }

    /** The property that names a resource of this type. */
    String nameProperty() {
        return nameProperty;
    }

    /**
     * The type of that name, or empty if it is passed over.
     *
     * @throws TemplateException if it is neither
     */
    static Optional<ResourceType> of(String type, Location location) {
        if (PASSED_OVER.contains(type)) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(values())
                .filter(known -> known.type.equals(type))
                .findFirst()
                .orElseThrow(() -> location.fault("has the type " + (type.isEmpty() ? "nothing" : type)
                        + ", which cannot be had on one machine")));
    }
}
