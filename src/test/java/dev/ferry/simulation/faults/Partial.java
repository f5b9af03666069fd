package dev.ferry.simulation.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Does one half of a batch, and says of the rest that it was left undone. */
public final class Partial {
    private Partial() {}

    public static BatchGetItemResponse get(DynamoDbClient client, BatchGetItemRequest request) {
        Map<String, KeysAndAttributes> now = new HashMap<>();
        Map<String, KeysAndAttributes> later = new HashMap<>();
        request.requestItems().forEach((table, wanted) -> {
            List<Map<String, AttributeValue>> keys = wanted.keys();
            int half = (keys.size() + 1) / 2;
            now.put(table, wanted.toBuilder().keys(keys.subList(0, half)).build());
            if (half < keys.size()) {
                later.put(table, wanted.toBuilder().keys(keys.subList(half, keys.size())).build());
            }
        });
        return client.batchGetItem(request.toBuilder().requestItems(now).build())
                .toBuilder()
                .unprocessedKeys(later)
                .build();
    }

    /** The request with the half that is done. */
    public static SendMessageBatchRequest done(SendMessageBatchRequest request) {
        return request.toBuilder().entries(request.entries().subList(0, request.entries().size() / 2)).build();
    }

    public static SendMessageBatchResponse send(SqsClient client, SendMessageBatchRequest request) {
        List<SendMessageBatchRequestEntry> entries = request.entries();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        entries.subList(entries.size() / 2, entries.size()).forEach(entry -> failed.add(BatchResultErrorEntry.builder()
                .id(entry.id())
                .code("InternalError")
                .senderFault(false)
                .message("The message was not stored")
                .build()));
        SendMessageBatchRequest first = done(request);
        SendMessageBatchResponse answer = first.entries().isEmpty()
                ? SendMessageBatchResponse.builder().build()
                : client.sendMessageBatch(first);
        return answer.toBuilder().failed(failed).build();
    }

    /** The bus takes every second event, and none of the others. */
    public static PutEventsResponse put(EventBridgeClient client, PutEventsRequest request) {
        List<PutEventsResultEntry> results = new ArrayList<>();
        for (PutEventsRequestEntry entry : request.entries()) {
            results.add(results.size() % 2 == 1
                    ? client.putEvents(one -> one.entries(entry)).entries().get(0)
                    : PutEventsResultEntry.builder()
                            .errorCode("ThrottlingException")
                            .errorMessage("Rate exceeded")
                            .build());
        }
        return PutEventsResponse.builder()
                .failedEntryCount((results.size() + 1) / 2)
                .entries(results)
                .build();
    }
}
