package dev.ferry.simulation.dynamodb;

import dev.ferry.local.LocalAws;
import dev.ferry.local.stack.LocalServices;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(LocalAws.class)
@ResourceLock(TestDynamoDb.REGION)
@Tag("full")
class EmbeddedItemsTest extends DynamoDbContractTest {
    private final DynamoDbClient client;

    EmbeddedItemsTest(LocalServices services) {
        this.client = services.clients().dynamoDb(TestDynamoDb.REGION);
    }

    @Override
    DynamoDbClient client() {
        return client;
    }
}
