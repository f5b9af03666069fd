package dev.ferry.local.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ferry.identity.MovableClock;
import dev.ferry.local.template.Queue;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.registry.RegionName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidAddressException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What SQS documents beside the contract that Ferry relies on, and what a queue may do to its messages. */
class InMemorySqsTest implements DeliveryChoices {
    private static final RegionName REGION = new RegionName("us-west-2");
    private static final String ACCOUNT = "111122223333";
    private static final String URL = "https://sqs.us-west-2.amazonaws.com/111122223333/queue";
    private static final int MOST_BYTES = 262_144;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-08-01T12:00:00Z"));
    private final InMemorySqs server = new InMemorySqs(ACCOUNT, clock, this);
    private final SqsClient sqs = server.client(REGION);
    private boolean lastFirst;
    private boolean staysVisible;
    private boolean survivesDeletion;

    InMemorySqsTest() {
        server.createQueue(REGION, new Queue(
                "Dead", "dead", Duration.ofSeconds(30), Duration.ofDays(14), Optional.empty()));
        server.createQueue(REGION, new Queue("Queue", "queue", Duration.ofSeconds(30), Duration.ofDays(4),
                Optional.of(new Queue.Redrive("dead", 5))));
    }

    @Override
    public int next(int visible) {
        return lastFirst ? visible - 1 : 0;
    }

    @Override
    public boolean staysVisible() {
        return staysVisible;
    }

    @Override
    public boolean survivesDeletion() {
        return survivesDeletion;
    }

    private void send(String body) {
        sqs.sendMessage(send -> send.queueUrl(URL).messageBody(body));
    }

    private List<Message> receive() {
        return sqs.receiveMessage(receive -> receive.queueUrl(URL)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private void delete(Message message) {
        sqs.deleteMessage(delete -> delete.queueUrl(URL).receiptHandle(message.receiptHandle()));
    }

    private void changeVisibility(Message message, int seconds) {
        sqs.changeMessageVisibility(change ->
                change.queueUrl(URL).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
    }

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }

    private SendMessageBatchResponse sendBatch(SendMessageBatchRequestEntry... entries) {
        return sqs.sendMessageBatch(batch -> batch.queueUrl(URL).entries(entries));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(SqsException.class).isThrownBy(call)
                .satisfies(refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void the_queues_of_the_template_are_there_with_their_redrive() {
        server.provision(REGION, TemplateReader.read(Path.of("template.yaml"),
                new TemplateParameters(REGION.value(), ACCOUNT, "aws", "amazonaws.com", Map.of())));
        String url = "https://sqs.us-west-2.amazonaws.com/111122223333/ferry-replicate-us-west-2";
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("never handled"));
        InMemoryQueue dead = server.queue(REGION, "ferry-replicate-dead-us-west-2");

        for (int receives = 0; dead.messages().isEmpty(); receives++) {
            assertThat(receives).isLessThan(100);
            sqs.receiveMessage(receive -> receive.queueUrl(url).visibilityTimeout(0));
        }

        assertThat(dead.messages()).extracting(QueuedMessage::body).containsExactly("never handled");
    }

    @Test
    void a_message_is_gone_after_its_retention_wherever_it_has_moved_since() {
        send("old");
        clock.pass(Duration.ofDays(3));
        for (int receives = 0; receives <= 5; receives++) {
            receive();
            clock.pass(Duration.ofSeconds(30));
        }
        InMemoryQueue dead = server.queue(REGION, "dead");
        assertThat(dead.messages()).hasSize(1);

        send("young");
        clock.pass(Duration.ofDays(4).plusSeconds(1));
        assertThat(receive()).isEmpty();
        assertThat(dead.messages()).hasSize(1);
        clock.pass(Duration.ofDays(7));
        assertThat(dead.messages()).isEmpty();
    }

    @Test
    void a_queue_tells_when_its_next_message_can_be_received() {
        InMemoryQueue queue = server.queue(REGION, "queue");
        assertThat(queue.nextVisible()).isEmpty();

        send("a push");
        assertThat(queue.nextVisible()).contains(clock.instant());
        receive();
        assertThat(queue.nextVisible()).contains(clock.instant().plusSeconds(30));
    }

    @Test
    void messages_may_come_in_another_order() {
        send("one");
        send("two");
        lastFirst = true;

        assertThat(receive()).extracting(Message::body).containsExactly("two", "one");
    }

    @Test
    void a_message_may_come_to_two_at_the_same_time() {
        send("a push");
        staysVisible = true;
        Message first = receive().get(0);
        staysVisible = false;
        Message second = receive().get(0);

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(receive()).isEmpty();
        delete(second);
        assertThat(server.queue(REGION, "queue").messages()).isEmpty();
    }

    @Test
    void a_message_may_come_again_after_its_deletion() {
        send("a push");
        survivesDeletion = true;
        delete(receive().get(0));

        assertThat(receive()).isEmpty();
        clock.pass(Duration.ofSeconds(30));
        assertThat(receive()).hasSize(1);
    }

    @Test
    void a_handle_of_an_earlier_receive_does_not_delete() {
        send("a push");
        Message first = receive().get(0);
        clock.pass(Duration.ofSeconds(30));
        Message second = receive().get(0);

        delete(first);
        assertThat(server.queue(REGION, "queue").messages()).hasSize(1);
        delete(second);
        delete(second);
        assertThat(server.queue(REGION, "queue").messages()).isEmpty();
    }

    @Test
    void changeMessageVisibility_refuses_a_message_that_is_not_in_flight() {
        send("a push");
        Message message = receive().get(0);
        clock.pass(Duration.ofSeconds(30));

        assertThatExceptionOfType(MessageNotInflightException.class).isThrownBy(() -> changeVisibility(message, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 43_201})
    void changeMessageVisibility_refuses_more_than_twelve_hours_and_less_than_none(int seconds) {
        send("a push");
        Message message = receive().get(0);

        refused("InvalidParameterValue", () -> changeVisibility(message, seconds));
    }

    @Test
    void a_batch_of_no_entries_or_one_with_a_wrong_id_is_refused() {
        assertThatExceptionOfType(EmptyBatchRequestException.class).isThrownBy(() -> sendBatch());
        assertThatExceptionOfType(InvalidBatchEntryIdException.class).isThrownBy(() -> sendBatch(entry("a b", "a push")));
    }

    @Test
    void sendMessageBatch_sends_the_others_when_it_refuses_one() {
        SendMessageBatchResponse answer = sendBatch(entry("bad", "a\u0001b"), entry("good", "a push"));

        assertThat(answer.successful()).extracting(sent -> sent.id()).containsExactly("good");
        assertThat(answer.failed()).extracting(failed -> failed.id() + " " + failed.code())
                .containsExactly("bad InvalidMessageContents");
        assertThat(receive()).extracting(Message::body).containsExactly("a push");
    }

    @Test
    void sendMessage_takes_256_KiB_of_text_and_no_more() {
        send("x".repeat(MOST_BYTES));

        refused("InvalidParameterValue", () -> send("x".repeat(MOST_BYTES + 1)));
        refused("InvalidMessageContents", () -> send("a\u0001b"));
        assertThat(receive()).hasSize(1);
    }

    @Test
    void sendMessageBatch_takes_256_KiB_in_all_and_no_more() {
        String half = "x".repeat(MOST_BYTES / 2);
        sendBatch(entry("0", half), entry("1", half));

        assertThatExceptionOfType(BatchRequestTooLongException.class)
                .isThrownBy(() -> sendBatch(entry("0", half), entry("1", half + "x")));
        assertThat(receive()).hasSize(2);
    }

    @Test
    void a_client_does_not_reach_another_Regions_queues() {
        assertThatExceptionOfType(InvalidAddressException.class).isThrownBy(() ->
                server.client(new RegionName("eu-west-1")).sendMessage(send -> send.queueUrl(URL).messageBody("lost")));
    }

    @Test
    void what_is_not_known_is_refused_and_not_passed_over() {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(
                () -> sqs.sendMessage(send -> send.queueUrl(URL).messageBody("a push").messageDeduplicationId("once")));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> sqs.purgeQueue(purge -> purge.queueUrl(URL)));
    }
}
