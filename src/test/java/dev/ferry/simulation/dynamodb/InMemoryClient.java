package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.expression.InvalidExpressionException;
import dev.ferry.simulation.dynamodb.value.InvalidValueException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The operations that Ferry uses. The others are refused as the interface refuses them. */
final class InMemoryClient implements DynamoDbClient {
    private static final Set<String> OF_A_TRANSACTION = Set.of("TransactItems", "ClientRequestToken");

    private final TableNames tables;
    private final ItemReads reads;
    private final WriteReader writes;
    private final RequestTokens tokens;

    InMemoryClient(Map<String, StoredTable> tables, Clock clock) {
        this.tables = new TableNames(tables);
        this.reads = new ItemReads(this.tables);
        this.writes = new WriteReader(this.tables);
        this.tokens = new RequestTokens(clock);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** There is nothing to release. */
    @Override
    public void close() {}

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return answer(() -> reads.get(request));
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return answer(() -> reads.get(request));
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return answer(() -> QueryPage.of(tables, request));
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return answer(() -> {
            PutItemResponse.Builder response = PutItemResponse.builder();
            Optional<Map<String, AttributeValue>> old = run(writes.read(request)).before();
            old.filter(item -> wantsOld(request.returnValues())).ifPresent(response::attributes);
            return response.build();
        });
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return answer(() -> {
            DeleteItemResponse.Builder response = DeleteItemResponse.builder();
            Optional<Map<String, AttributeValue>> old = run(writes.read(request)).before();
            old.filter(item -> wantsOld(request.returnValues())).ifPresent(response::attributes);
            return response.build();
        });
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return answer(() -> {
            UpdateItemResponse.Builder response = UpdateItemResponse.builder();
            Done done = run(writes.read(request));
            if (request.returnValues() == ReturnValue.ALL_NEW) {
                done.after().ifPresent(response::attributes);
            } else {
                done.before().filter(item -> wantsOld(request.returnValues())).ifPresent(response::attributes);
            }
            return response.build();
        });
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return answer(() -> {
            Members.requireOnly(request, OF_A_TRANSACTION);
            Transaction.requireSize(request.transactItems());
            List<Write> items = request.transactItems().stream().map(writes::read).toList();
            if (!tokens.isRepeated(request)) {
                Transaction.run(items);
                tokens.add(request);
            }
            return TransactWriteItemsResponse.builder().build();
        });
    }

    private record Done(Optional<Map<String, AttributeValue>> before, Optional<Map<String, AttributeValue>> after) {}

    private static Done run(Write write) {
        Optional<Map<String, AttributeValue>> before = write.before();
        if (!write.isAllowed(before)) {
            throw Refusals.conditionFailed(before.filter(item -> write.givesOld()));
        }
        Optional<Map<String, AttributeValue>> after = write.after(before);
        write.commit(before, after);
        return new Done(before, after);
    }

    private static boolean wantsOld(ReturnValue returnValue) {
        if (returnValue == null || returnValue == ReturnValue.NONE) {
            return false;
        }
        if (returnValue == ReturnValue.ALL_OLD) {
            return true;
        }
        throw new UnsupportedOperationException("ReturnValues " + returnValue);
    }

    private static <T> T answer(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (InvalidExpressionException | InvalidValueException invalid) {
            throw Refusals.invalid(invalid.getMessage());
        }
    }
}
