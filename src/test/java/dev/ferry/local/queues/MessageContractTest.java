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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What Ferry relies on SQS for in single messages, and when they come again. */
public abstract class MessageContractTest {
    SqsClient sqs;
    String url;

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
    String newQueue() {
        Queue queue = queue(Optional.empty());
        createQueues(List.of(queue));
        return url(queue.name());
    }

    static Queue queue(Optional<Queue.Redrive> redrive) {
        return new Queue(
                "Queue", "contract-" + UUID.randomUUID(), Duration.ofSeconds(30), Duration.ofDays(4), redrive);
    }

    static Queue queue(Queue deadLetters, int maxReceiveCount) {
        return queue(Optional.of(new Queue.Redrive(deadLetters.name(), maxReceiveCount)));
    }

    static String url(String queue) {
        return "https://sqs.us-west-2.amazonaws.com/111122223333/" + queue;
    }

    void send(String body) {
        sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    List<Message> receive(String queueUrl, Integer visibilityTimeout) {
        return sqs.receiveMessage(receive -> receive.queueUrl(queueUrl)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(visibilityTimeout)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    List<Message> receive() {
        return receive(url, null);
    }

    /** Receives until there is something. */
    List<Message> receiveFrom(String queueUrl) {
        List<Message> received = new ArrayList<>();
        passTimeUntil(() -> received.addAll(receive(queueUrl, null)));
        return received;
    }

    static String receiveCount(Message message) {
        return message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    }

    static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
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
        Message second = receiveFrom(url).get(0);

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
        assertThat(receiveFrom(url)).extracting(Message::messageId).containsExactly(later.messageId());
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
}
