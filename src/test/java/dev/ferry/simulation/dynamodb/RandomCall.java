package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.sorted;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** A call of DynamoDB, and what can be said of its answer. */
sealed interface RandomCall {
    Object answer(String partition, DynamoDbClient client);

    /** What came of the call, in words that are the same for the same outcome. */
    default String outcome(String partition, DynamoDbClient client) {
        try {
            return answer(partition, client).toString();
        } catch (ConditionalCheckFailedException failed) {
            return "condition failed, having " + sorted(failed.item());
        } catch (TransactionCanceledException cancelled) {
            return cancelled.cancellationReasons().stream().map(RandomCall::reason).collect(Collectors.joining(", "));
        } catch (DynamoDbException refused) {
            return refused.awsErrorDetails().errorCode();
        }
    }

    private static String reason(CancellationReason reason) {
        return reason.code() + " having " + sorted(reason.item());
    }

    record Single(RandomWrite write) implements RandomCall {
        @Override
        public Object answer(String partition, DynamoDbClient client) {
            return sorted(write.alone(partition, client));
        }
    }

    /** Its writes are of different items. */
    record Transaction(List<RandomWrite> writes) implements RandomCall {
        @Override
        public Object answer(String partition, DynamoDbClient client) {
            client.transactWriteItems(transaction -> transaction.transactItems(
                    writes.stream().map(write -> write.part(partition)).toList()));
            return "done";
        }
    }

    /** Reads a page, or the one that starts behind an item. */
    record Query(String sort, String item, Optional<String> after, int limit, boolean forward) implements RandomCall {
        public Query {
            // The embedded DynamoDB takes no start that is the range's end; a page that it gives never ends there either.
            after = after.filter(name -> !name.equals(item));
        }

        @Override
        public Object answer(String partition, DynamoDbClient client) {
            Map<String, AttributeValue> values = attributes(":partition", partition);
            if (sort.contains(":item")) {
                values.putAll(attributes(":item", item));
            }
            if (sort.contains(":start")) {
                values.putAll(attributes(":start", item.substring(0, item.indexOf('#'))));
            }
            Map<String, AttributeValue> start = after
                    .map(name -> attributes("repository", partition, "item", name))
                    .orElse(Map.of());
            QueryResponse page = page(client, values, start);
            // A page that ends with the last item may say that there are more, or that there are not: AWS promises neither.
            List<Map<String, AttributeValue>> further = page.hasLastEvaluatedKey()
                    ? sorted(page(client, values, page.lastEvaluatedKey()).items())
                    : List.of();
            return sorted(page.items()) + " before " + further + " of " + page.scannedCount();
        }

        private QueryResponse page(
                DynamoDbClient client,
                Map<String, AttributeValue> values,
                Map<String, AttributeValue> start) {
            return client.query(query -> {
                query.tableName("ferry-images")
                        .keyConditionExpression("repository = :partition" + sort)
                        .expressionAttributeValues(values)
                        .scanIndexForward(forward)
                        .limit(limit)
                        .consistentRead(true);
                if (!sort.isEmpty()) {
                    query.expressionAttributeNames(Map.of("#item", "item"));
                }
                if (!start.isEmpty()) {
                    query.exclusiveStartKey(start);
                }
            });
        }
    }
}
