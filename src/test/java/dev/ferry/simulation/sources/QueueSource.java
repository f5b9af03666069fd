package dev.ferry.simulation.sources;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.messaging.ReplicationMessage.UnreadableMessageException;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.VirtualTime;
import dev.ferry.simulation.functions.Ferry;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Lambda's poller of one queue: what a function has handled is deleted, and the rest comes again by itself. */
public final class QueueSource {
    private final RegionName region;
    private final String queue;
    private final FunctionName function;
    private final int batch;
    private final BiFunction<Ferry, SQSEvent, SQSBatchResponse> handler;
    private final Stores stores;
    private final VirtualTime time;
    private final Functions functions;

    private QueueSource(
            RegionName region, String queue, FunctionName function, int batch,
            BiFunction<Ferry, SQSEvent, SQSBatchResponse> handler, Stores stores, VirtualTime time, Functions functions) {
        this.region = region;
        this.queue = queue;
        this.function = function;
        this.batch = batch;
        this.handler = handler;
        this.stores = stores;
        this.time = time;
        this.functions = functions;
    }

    public static QueueSource replicate(RegionName region, Stores stores, VirtualTime time, Functions functions) {
        return new QueueSource(region, "replicate", FunctionName.REPLICATE, 1,
                (ferry, event) -> ferry.replicate.handleRequest(event, null), stores, time, functions);
    }

    /** Of what backfills bring. */
    public static QueueSource replicateBackfilled(RegionName region, Stores stores, VirtualTime time, Functions functions) {
        return new QueueSource(region, "replicate-backfilled", FunctionName.REPLICATE, 1,
                (ferry, event) -> ferry.replicate.handleRequest(event, null), stores, time, functions);
    }

    public static QueueSource backfill(RegionName region, Stores stores, VirtualTime time, Functions functions) {
        return new QueueSource(region, "backfill", FunctionName.BACKFILL, 1,
                (ferry, event) -> ferry.backfill.handleRequest(event, null), stores, time, functions);
    }

    public static QueueSource lifecycle(RegionName region, Stores stores, VirtualTime time, Functions functions) {
        return new QueueSource(region, "lifecycle", FunctionName.LIFECYCLE, 1, QueueSource::evaluate, stores, time, functions);
    }

    /** A function that is called by a schedule as well takes and gives trees. */
    private static SQSBatchResponse evaluate(Ferry ferry, SQSEvent event) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode records = tree.putArray("Records");
        event.getRecords().forEach(message -> records.addObject()
                .put("messageId", message.getMessageId())
                .put("awsRegion", message.getAwsRegion())
                .put("body", message.getBody()));
        return new SQSBatchResponse(ferry.lifecycle.handleRequest(tree, null).get("batchItemFailures")
                .findValuesAsText("itemIdentifier").stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
    }

    /** @param queue of dead letters */
    public static QueueSource giveUp(
            String queue, RegionName region, Stores stores, VirtualTime time, Functions functions) {
        return new QueueSource(region, queue, FunctionName.GIVE_UP, 10,
                (ferry, event) -> ferry.giveUp.handleRequest(event, null), stores, time, functions);
    }

    public boolean isReady() {
        return stores.queue(region, queue).nextVisible().filter(at -> !at.isAfter(time.now())).isPresent();
    }

    public boolean isEmpty() {
        return stores.queue(region, queue).messages().isEmpty();
    }

    /** Receives what the queue gives, and has it handled. */
    public void deliver() {
        String url = "https://sqs." + region + ".amazonaws.com/" + Stores.STACK.operatorAccount() + "/"
                + stores.queue(region, queue).name();
        List<Message> received = stores.sqs(region).receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(batch)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
        if (received.isEmpty()) {
            return;
        }
        Optional<ReplicationMessage> message = batch == 1 ? read(received.get(0).body()) : Optional.empty();
        String event = message.map(ReplicationMessage::toString).orElse(received.size() + " messages")
                + " received " + received.get(0).attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
        functions.invoke(function, region, event, message, ferry -> handler.apply(ferry, event(received)))
                .ifPresent(answer -> {
                    Set<String> failed = answer.getBatchItemFailures().stream()
                            .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                            .collect(Collectors.toSet());
                    received.stream().filter(each -> !failed.contains(each.messageId())).forEach(handled ->
                            stores.sqs(region).deleteMessage(delete ->
                                    delete.queueUrl(url).receiptHandle(handled.receiptHandle())));
                });
    }

    /** Which replication a message is about; nothing if it is none of Ferry's. */
    private static Optional<ReplicationMessage> read(String body) {
        try {
            return Optional.of(ReplicationMessage.read(body));
        } catch (UnreadableMessageException poison) {
            return Optional.empty();
        }
    }

    private SQSEvent event(List<Message> received) {
        SQSEvent event = new SQSEvent();
        event.setRecords(received.stream().map(this::shown).toList());
        return event;
    }

    private SQSEvent.SQSMessage shown(Message message) {
        SQSEvent.SQSMessage shown = new SQSEvent.SQSMessage();
        shown.setMessageId(message.messageId());
        shown.setReceiptHandle(message.receiptHandle());
        shown.setBody(message.body());
        shown.setAwsRegion(region.value());
        shown.setAttributes(Map.of("ApproximateReceiveCount",
                message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
        return shown;
    }
}
