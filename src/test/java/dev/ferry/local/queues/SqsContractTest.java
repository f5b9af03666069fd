package dev.ferry.local.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ferry.local.template.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** What Ferry, and Lambda's event sources for it, rely on SQS for: the same suite for every SQS that there is. */
public abstract class SqsContractTest extends MessageContractTest {
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
    void a_message_that_was_received_too_often_goes_to_the_dead_letters() {
        Queue deadLetters = queue(Optional.empty());
        Queue queue = queue(deadLetters, 2);
        createQueues(List.of(deadLetters, queue));
        String alive = url(queue.name());
        sqs.sendMessage(send -> send.queueUrl(alive).messageBody("never handled"));

        Message first = receive(alive, 0).get(0);
        assertThat(receive(alive, 0)).extracting(MessageContractTest::receiveCount).containsExactly("2");
        assertThat(receive(alive, 0)).isEmpty();
        Message moved = receiveFrom(url(deadLetters.name())).get(0);

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
        assertThat(receiveFrom(url(last.name()))).extracting(Message::body).containsExactly("never handled");
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
