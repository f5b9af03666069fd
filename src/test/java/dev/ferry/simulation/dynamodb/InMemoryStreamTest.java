package dev.ferry.simulation.dynamodb;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Record;

class InMemoryStreamTest extends StreamContractTest {
    private final InMemoryDynamoDb dynamoDb = TestDynamoDb.inMemory();

    @Override
    DynamoDbClient client() {
        return dynamoDb.client();
    }

    @Override
    List<Record> records() {
        return dynamoDb.stream(REPLICATIONS);
    }
}
