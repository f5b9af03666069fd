package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class InMemoryQueriesTest extends QueryContractTest {
    private final InMemoryDynamoDb dynamoDb = TestDynamoDb.inMemory();

    @Override
    DynamoDbClient client() {
        return dynamoDb.client();
    }

    /** As DynamoDB documents it; the embedded one lets such an update pass. */
    @Test
    void an_update_cannot_give_an_index_a_key_that_it_cannot_hold() {
        for (Object wrong : List.of(1, "")) {
            assertThat(refusal(() -> client().updateItem(update -> update.tableName("ferry-replications")
                            .key(attributes("image", "i", "push", "1"))
                            .updateExpression("SET since = :wrong")
                            .expressionAttributeValues(attributes(":wrong", wrong)))))
                    .isEqualTo("ValidationException");
        }
        assertThat(dynamoDb.items("ferry-replications")).isEmpty();
    }
}
