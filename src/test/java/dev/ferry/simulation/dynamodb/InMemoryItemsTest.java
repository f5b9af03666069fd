package dev.ferry.simulation.dynamodb;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class InMemoryItemsTest extends DynamoDbContractTest {
    private final InMemoryDynamoDb dynamoDb = TestDynamoDb.inMemory();

    @Override
    DynamoDbClient client() {
        return dynamoDb.client();
    }
}
