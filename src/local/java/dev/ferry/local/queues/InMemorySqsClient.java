package dev.ferry.local.queues;

import dev.ferry.registry.RegionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The SDK's door to one Region. What neither Ferry nor Lambda's event source uses is unsupported, as the interface has it. */
final class InMemorySqsClient implements SqsClient {
    private static final Pattern QUEUE_URL = Pattern.compile("https?://(?:sqs\\.([^./]+)\\.[^/]+|127\\.0\\.0\\.1:\\d+)/(\\d{12})/([^/]+)");

    private final UnderstoodParameters ofSend =
            UnderstoodParameters.of("QueueUrl", "MessageBody", "DelaySeconds", "MessageAttributes", "MessageGroupId");
    private final UnderstoodParameters ofEntry =
            UnderstoodParameters.of("Id", "MessageBody", "DelaySeconds", "MessageAttributes", "MessageGroupId");
    private final UnderstoodParameters ofList = UnderstoodParameters.of();
    private final UnderstoodParameters ofReceive = UnderstoodParameters.of("QueueUrl", "MaxNumberOfMessages",
            "VisibilityTimeout", "WaitTimeSeconds", "MessageSystemAttributeNames", "MessageAttributeNames");

    private final InMemorySqs server;
    private final RegionName region;
    /** By their URLs. A queue that is there stays as long as this client. */
    private final Map<String, InMemoryQueue> queues = new HashMap<>();

    InMemorySqsClient(InMemorySqs server, RegionName region) {
        this.server = server;
        this.region = region;
    }

    InMemoryQueue queue(String url) {
        return queues.computeIfAbsent(url, this::find);
    }

    private InMemoryQueue find(String url) {
        Matcher matcher = QUEUE_URL.matcher(url);
        if (!matcher.matches() || matcher.group(1) != null && !matcher.group(1).equals(region.value())) {
            throw SqsErrors.invalidAddress(url);
        }
        if (!matcher.group(2).equals(server.account())) {
            throw SqsErrors.queueDoesNotExist();
        }
        return server.queue(region, matcher.group(3));
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        String name = server.queue(region, request.queueName()).name();
        return GetQueueUrlResponse.builder().queueUrl(url(name)).build();
    }

    @Override
    public ListQueuesResponse listQueues(ListQueuesRequest request) {
        ofList.check(request);
        return ListQueuesResponse.builder()
                .queueUrls(server.queueNames(region).stream().sorted().map(this::url).toList())
                .build();
    }

    /** Whoever is given another endpoint than SQS's own uses its path alone. */
    private String url(String queue) {
        return "https://sqs." + region + ".amazonaws.com/" + server.account() + "/" + queue;
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        InMemoryQueue queue = queue(request.queueUrl());
        Instant now = server.clock().instant();
        long visible = queue.messages().stream().filter(message -> !message.visible().isAfter(now)).count();
        Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
        attributes.put(QueueAttributeName.QUEUE_ARN, queue.arn());
        attributes.put(
                QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(queue.declared().visibilityTimeout().toSeconds()));
        attributes.put(
                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                Long.toString(queue.declared().messageRetention().toSeconds()));
        queue.declared().redrive().ifPresent(redrive -> attributes.put(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + server.arn(region, redrive.deadLetterQueue())
                        + "\",\"maxReceiveCount\":" + redrive.maxReceiveCount() + "}"));
        attributes.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, Long.toString(visible));
        attributes.put(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                Long.toString(queue.messages().size() - visible));
        if (!request.attributeNames().contains(QueueAttributeName.ALL)) {
            attributes.keySet().retainAll(request.attributeNames());
        }
        return GetQueueAttributesResponse.builder().attributes(attributes).build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        ofSend.check(request);
        InMemoryQueue queue = queue(request.queueUrl());
        MessageLimits.requireMessageSize(MessageLimits.bytes(request.messageBody(), request.messageAttributes()));
        QueuedMessage sent =
                send(queue, request.messageBody(), request.messageAttributes(), request.messageGroupId(), request.delaySeconds());
        return SendMessageResponse.builder()
                .messageId(sent.id())
                .md5OfMessageBody(MessageDigests.ofBody(sent.body()))
                .md5OfMessageAttributes(MessageDigests.ofAttributes(sent.attributes()))
                .build();
    }

    private QueuedMessage send(
            InMemoryQueue queue,
            String body,
            Map<String, MessageAttributeValue> attributes,
            String group,
            Integer delaySeconds) {
        MessageLimits.requireText(body);
        MessageLimits.requireGroup(group);
        Instant now = server.clock().instant();
        QueuedMessage message = new QueuedMessage(
                server.nextMessageId(),
                body,
                attributes,
                Optional.ofNullable(group),
                now,
                now.plus(MessageLimits.delay(delaySeconds)));
        queue.send(message);
        return message;
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        InMemoryQueue queue = queue(request.queueUrl());
        List<SendMessageBatchRequestEntry> entries = request.entries();
        MessageLimits.requireBatch(entries.stream().map(SendMessageBatchRequestEntry::id).toList());
        MessageLimits.requireBatchSize(entries.stream()
                .mapToInt(entry -> MessageLimits.bytes(entry.messageBody(), entry.messageAttributes()))
                .sum());
        List<SendMessageBatchResultEntry> successful = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (SendMessageBatchRequestEntry entry : entries) {
            ofEntry.check(entry);
            try {
                QueuedMessage sent =
                        send(queue, entry.messageBody(), entry.messageAttributes(), entry.messageGroupId(), entry.delaySeconds());
                successful.add(SendMessageBatchResultEntry.builder()
                        .id(entry.id())
                        .messageId(sent.id())
                        .md5OfMessageBody(MessageDigests.ofBody(sent.body()))
                        .md5OfMessageAttributes(MessageDigests.ofAttributes(sent.attributes()))
                        .build());
            } catch (SqsException refused) {
                failed.add(failure(entry.id(), refused));
            }
        }
        return SendMessageBatchResponse.builder().successful(successful).failed(failed).build();
    }

    private static BatchResultErrorEntry failure(String id, SqsException refused) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .code(refused.awsErrorDetails().errorCode())
                .message(refused.awsErrorDetails().errorMessage())
                .senderFault(true)
                .build();
    }

    /** Answers at once: time does not pass during a call. */
    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        ofReceive.check(request);
        List<QueuedMessage> received = queue(request.queueUrl()).receive(
                MessageLimits.messages(request.maxNumberOfMessages()),
                Optional.ofNullable(request.visibilityTimeout()).map(MessageLimits::invisible));
        return ReceiveMessageResponse.builder()
                .messages(received.stream()
                        .map(message -> ReceivedMessage.of(message, request, server.account()))
                        .toList())
                .build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        queue(request.queueUrl()).delete(request.receiptHandle());
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        InMemoryQueue queue = queue(request.queueUrl());
        MessageLimits.requireBatch(
                request.entries().stream().map(DeleteMessageBatchRequestEntry::id).toList());
        List<DeleteMessageBatchResultEntry> successful = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (DeleteMessageBatchRequestEntry entry : request.entries()) {
            try {
                queue.delete(entry.receiptHandle());
                successful.add(DeleteMessageBatchResultEntry.builder().id(entry.id()).build());
            } catch (SqsException refused) {
                failed.add(failure(entry.id(), refused));
            }
        }
        return DeleteMessageBatchResponse.builder().successful(successful).failed(failed).build();
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
        queue(request.queueUrl())
                .changeVisibility(request.receiptHandle(), MessageLimits.invisible(request.visibilityTimeout()));
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Holds nothing. */
    @Override
    public void close() {}
}
