package dev.ferry.local.triggers;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The clients that the triggers of a Region read with. */
public record RegionClients(DynamoDbClient dynamoDb, DynamoDbStreamsClient streams, SqsClient sqs) {}
