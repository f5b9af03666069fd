package dev.ferry.local.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ferry.local.template.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** What Ferry, and Lambda's event sources for it, rely on SQS for: the same suite for every SQS that there is. */
public abstract class SqsContractTest {
    private SqsClient sqs;
    private String url;

    /** A client of the Region us-west-2 and the account 111122223333; closed after each test. */
    protected abstract SqsClient connect();

    protected abstract void createQueues(List<Queue> queues);

    /** Lets time pass until the condition holds. */
    protected abstract void passTimeUntil(BooleanSupplier condition);

    @BeforeEach
    void prepare() {
        sqs = connect();
        url = newQueue();
    }

    @AfterEach
    void disconnect() {
        sqs.close();
    }

    /** The URL of a queue that nobody else uses. */
    private String newQueue() {
        Queue queue = queue(Optional.empty());
        createQueues(List.of(queue));
        return url(queue.name());
    }

    private static Queue queue(Optional<Queue.Redrive> redrive) {
        return new Queue(
                "Queue", "contract-" + UUID.randomUUID(), Duration.ofSeconds(30), Duration.ofDays(4), redrive);
    }

    private static Queue queue(Queue deadLetters, int maxReceiveCount) {
        return queue(Optional.of(new Queue.Redrive(deadLetters.name(), maxReceiveCount)));
    }

    private static String url(String queue) {
        return "https://sqs.us-west-2.amazonaws.com/111122223333/" + queue;
    }

    private void send(String body) {
        sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    private List<Message> receive(String queueUrl, Integer visibilityTimeout) {
        return sqs.receiveMessage(receive -> receive.queueUrl(queueUrl)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(visibilityTimeout)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    private List<Message> receive() {
        return receive(url, null);
    }

    /** Receives until there is something. */
    private List<Message> await(String queueUrl) {
        List<Message> received = new ArrayList<>();
        passTimeUntil(() -> received.addAll(receive(queueUrl, null)));
        return received;
    }

    private static String receiveCount(Message message) {
        return message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    }

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }

    private SendMessageBatchResponse sendBatch(SendMessageBatchRequestEntry... entries) {
        return sqs.sendMessageBatch(batch -> batch.queueUrl(url).entries(entries));
    }

    private static void refused(Class<? extends SqsException> type, ThrowingCallable call) {
        assertThatExceptionOfType(type).isThrownBy(call).satisfies(refused -> {
            assertThat(refused).isExactlyInstanceOf(type);
            assertThat(refused.statusCode()).isEqualTo(400);
        });
    }

    @Test
    void a_message_that_was_sent_is_received_as_it_was_sent() {
        MessageAttributeValue attribute =
                MessageAttributeValue.builder().dataType("String").stringValue("us-west-2").build();
        String id = sqs.sendMessage(send -> send.queueUrl(url)
                        .messageBody("{\"tag\":\"é😀\"}")
                        .messageAttributes(Map.of("destination", attribute)))
                .messageId();

        Message message = receive().get(0);

        assertThat(message.body()).isEqualTo("{\"tag\":\"é😀\"}");
        assertThat(message.messageId()).isEqualTo(id);
        assertThat(message.messageAttributes().get("destination").stringValue()).isEqualTo("us-west-2");
        assertThat(message.md5OfBody()).hasSize(32);
        assertThat(message.attributes())
                .containsKeys(
                        MessageSystemAttributeName.SENDER_ID,
                        MessageSystemAttributeName.SENT_TIMESTAMP,
                        MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP);
        assertThat(receiveCount(message)).isEqualTo("1");
    }

    @Test
    void receiveMessage_tells_of_no_attributes_that_were_not_asked_for() {
        send("a push");

        Message message = sqs.receiveMessage(receive -> receive.queueUrl(url)).messages().get(0);

        assertThat(message.attributes()).isEmpty();
        assertThat(message.messageAttributes()).isEmpty();
    }

    @Test
    void receiveMessage_gives_no_more_messages_than_were_asked_for_and_one_unless_said() {
        IntStream.range(0, 12).forEach(number -> send("message " + number));

        assertThat(sqs.receiveMessage(receive -> receive.queueUrl(url)).messages()).hasSize(1);
        assertThat(receive()).hasSize(10);
        assertThat(receive()).hasSize(1);
        assertThat(receive()).isEmpty();
        assertThatExceptionOfType(SqsException.class)
                .isThrownBy(() -> sqs.receiveMessage(of -> of.queueUrl(url).maxNumberOfMessages(11)));
    }

    @Test
    void a_message_that_was_received_comes_again_after_its_visibility_timeout() {
        send("a push");

        Message first = receive(url, 1).get(0);
        assertThat(receive()).isEmpty();
        Message second = await(url).get(0);

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
        assertThat(receiveCount(second)).isEqualTo("2");
        assertThat(second.attributes().get(MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP))
                .isEqualTo(first.attributes().get(MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP));
    }

    @Test
    void a_group_with_a_backlog_delays_no_other_groups_message() {
        IntStream.range(0, 50).forEach(number ->
                sqs.sendMessage(send -> send.queueUrl(url).messageBody("many").messageGroupId("111122223333")));
        sqs.sendMessageBatch(batch -> batch.queueUrl(url)
                .entries(entry("0", "one").toBuilder().messageGroupId("444455556666").build()));

        List<Message> first = receive();
        List<Message> second = receive();

        assertThat(Stream.of(first, second).flatMap(List::stream).map(Message::body)).contains("one");
        assertThat(first.get(0).attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID)).isNotEmpty();
    }

    @Test
    void a_message_that_was_deleted_does_not_come_again() {
        send("a push");

        String handle = receive(url, 0).get(0).receiptHandle();
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(handle));

        assertThat(receive()).isEmpty();
    }

    @Test
    void deleteMessageBatch_deletes_all_that_it_names() {
        send("one");
        send("two");
        send("three");

        List<Message> received = receive(url, 0);
        assertThat(sqs.deleteMessageBatch(batch -> batch.queueUrl(url)
                                .entries(
                                        entry -> entry.id("0").receiptHandle(received.get(0).receiptHandle()),
                                        entry -> entry.id("1").receiptHandle(received.get(1).receiptHandle())))
                        .successful())
                .extracting(deleted -> deleted.id())
                .containsExactlyInAnyOrder("0", "1");

        assertThat(receive()).extracting(Message::body).containsExactly(received.get(2).body());
    }

    @Test
    void changeMessageVisibility_lets_a_message_come_back_sooner_or_later() {
        send("sooner");
        Message sooner = receive(url, 1000).get(0);
        sqs.changeMessageVisibility(
                change -> change.queueUrl(url).receiptHandle(sooner.receiptHandle()).visibilityTimeout(0));
        assertThat(receive(url, 1000)).extracting(Message::messageId).containsExactly(sooner.messageId());

        send("later");
        Message later = receive(url, 1000).get(0);
        sqs.changeMessageVisibility(
                change -> change.queueUrl(url).receiptHandle(later.receiptHandle()).visibilityTimeout(2));
        assertThat(receive()).isEmpty();
        assertThat(await(url)).extracting(Message::messageId).containsExactly(later.messageId());
    }

    @Test
    void changeMessageVisibility_refuses_a_message_that_was_deleted() {
        send("a push");
        Message message = receive().get(0);
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));

        assertThatExceptionOfType(SqsException.class).isThrownBy(() -> sqs.changeMessageVisibility(change ->
                change.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(1)));
    }

    @Test
    void a_message_comes_after_its_delay() {
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("delayed").delaySeconds(2));
        sqs.sendMessageBatch(batch -> batch.queueUrl(url)
                .entries(entry("0", "at once"), entry("1", "delayed too").toBuilder().delaySeconds(2).build()));

        assertThat(receive()).extracting(Message::body).containsExactly("at once");
        List<String> delayed = new ArrayList<>();
        passTimeUntil(() -> {
            receive().forEach(message -> delayed.add(message.body()));
            return delayed.size() == 2;
        });
        assertThat(delayed).containsExactlyInAnyOrder("delayed", "delayed too");
    }

    @Test
    void a_message_that_was_received_too_often_goes_to_the_dead_letters() {
        Queue deadLetters = queue(Optional.empty());
        Queue queue = queue(deadLetters, 2);
        createQueues(List.of(deadLetters, queue));
        String alive = url(queue.name());
        sqs.sendMessage(send -> send.queueUrl(alive).messageBody("never handled"));

        Message first = receive(alive, 0).get(0);
        assertThat(receive(alive, 0)).extracting(SqsContractTest::receiveCount).containsExactly("2");
        assertThat(receive(alive, 0)).isEmpty();
        Message moved = await(url(deadLetters.name())).get(0);

        assertThat(moved.body()).isEqualTo("never handled");
        assertThat(moved.messageId()).isEqualTo(first.messageId());
        assertThat(moved.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP))
                .isEqualTo(first.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP));
        assertThat(moved.attributes()).containsKey(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN);
    }

    @Test
    void dead_letters_may_have_dead_letters_of_their_own_after_as_many_receives_again() {
        Queue last = queue(Optional.empty());
        Queue deadLetters = queue(last, 2);
        Queue queue = queue(deadLetters, 3);
        createQueues(List.of(last, deadLetters, queue));
        sqs.sendMessage(send -> send.queueUrl(url(queue.name())).messageBody("never handled"));

        assertThat(receivesUntilGone(queue)).isEqualTo(3);
        assertThat(receivesUntilGone(deadLetters)).isEqualTo(2);
        assertThat(await(url(last.name()))).extracting(Message::body).containsExactly("never handled");
    }

    private int receivesUntilGone(Queue queue) {
        List<Message> received = new ArrayList<>();
        passTimeUntil(() -> {
            List<Message> more = receive(url(queue.name()), 0);
            received.addAll(more);
            return more.isEmpty() && !received.isEmpty();
        });
        return received.size();
    }

    @Test
    void sendMessageBatch_takes_ten_messages_and_tells_of_each() {
        SendMessageBatchResponse answer = sendBatch(IntStream.range(0, 10)
                .mapToObj(number -> entry("id-" + number, "message " + number))
                .toArray(SendMessageBatchRequestEntry[]::new));

        assertThat(answer.successful()).extracting(sent -> sent.id())
                .containsExactlyInAnyOrder(IntStream.range(0, 10).mapToObj("id-%d"::formatted).toArray(String[]::new));
        assertThat(answer.failed()).isEmpty();
        assertThat(receive()).extracting(Message::body)
                .containsExactlyInAnyOrder(IntStream.range(0, 10).mapToObj("message %d"::formatted).toArray(String[]::new));
    }

    @Test
    void sendMessageBatch_refuses_a_batch_that_is_none() {
        refused(TooManyEntriesInBatchRequestException.class, () -> sendBatch(IntStream.range(0, 11)
                .mapToObj(number -> entry("id-" + number, "message"))
                .toArray(SendMessageBatchRequestEntry[]::new)));
        refused(BatchEntryIdsNotDistinctException.class, () -> sendBatch(entry("same", "a"), entry("same", "b")));

        assertThat(receive()).isEmpty();
    }

    @Test
    void sendMessage_refuses_characters_that_are_no_text() {
        assertThatExceptionOfType(SqsException.class).isThrownBy(() -> send("a\u0001b"));
    }

    @Test
    void operations_refuse_a_queue_that_is_not_there() {
        String none = url("no-such-queue");

        refused(QueueDoesNotExistException.class, () -> sqs.sendMessage(of -> of.queueUrl(none).messageBody("a push")));
        refused(QueueDoesNotExistException.class, () ->
                sqs.sendMessageBatch(of -> of.queueUrl(none).entries(entry("0", "a push"))));
        refused(QueueDoesNotExistException.class, () -> sqs.receiveMessage(of -> of.queueUrl(none)));
        refused(QueueDoesNotExistException.class, () -> sqs.deleteMessage(of -> of.queueUrl(none).receiptHandle("h")));
    }

    @Test
    void a_queue_keeps_its_messages_to_itself() {
        send("a push");

        assertThat(receive(newQueue(), null)).isEmpty();
        assertThat(receive()).hasSize(1);
    }
}
