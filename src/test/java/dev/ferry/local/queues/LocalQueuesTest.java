package dev.ferry.local.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ferry.local.template.Queue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What the door before the queues does; how queues behave is the contract's. */
class LocalQueuesTest {
    private static final String ACCOUNT = "000000000000";

    private static LocalQueues queues;
    private static SqsClient sqs;

    @BeforeAll
    static void start() throws IOException {
        queues = LocalQueues.start(ACCOUNT, "key");
        sqs = client("key");
    }

    @AfterAll
    static void end() {
        sqs.close();
        queues.close();
    }

    private static SqsClient client(String accessKey) {
        return SqsClient.builder()
                .region(Region.US_WEST_2)
                .endpointOverride(queues.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
                .httpClient(ApacheHttpClient.create())
                .build();
    }

    private static String newQueue(String name) {
        queues.create("us-west-2", List.of(
                new Queue("Queue", name, Duration.ofSeconds(30), Duration.ofDays(4), Optional.empty())));
        return sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
    }

    @Test
    void what_was_cleared_does_not_come_back_with_a_queue_of_the_same_name() {
        String url = newQueue("cleared");
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("of before"));

        queues.clear();

        assertThatExceptionOfType(SqsException.class)
                .isThrownBy(() -> sqs.sendMessage(send -> send.queueUrl(url).messageBody("between")));
        newQueue("cleared");
        assertThat(sqs.receiveMessage(receive -> receive.queueUrl(url)).messages()).isEmpty();
    }

    @Test
    void listens_on_the_loopback_interface() {
        assertThat(queues.endpoint().getHost()).isEqualTo("127.0.0.1");
        assertThat(queues.endpoint().getPort()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.us-west-2.amazonaws.com/000000000000/%s",
                "http://127.0.0.1:%d/000000000000/%s",
            })
    void takes_a_queue_url_made_by_hand(String form) {
        String name = "made-by-hand-" + Integer.toHexString(form.hashCode());
        newQueue(name);
        String url = form.contains("%d")
                ? String.format(form, queues.endpoint().getPort(), name)
                : String.format(form, name);

        sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entry -> entry.id("1").messageBody("a push")));

        assertThat(receive(url, 0)).extracting(Message::body).containsExactly("a push");
    }

    @Test
    void a_long_poll_ends_with_the_message_that_comes_meanwhile() throws Exception {
        String url = newQueue("waited-for");
        CompletableFuture<List<Message>> waiting = CompletableFuture.supplyAsync(() -> receive(url, 20));

        sqs.sendMessage(send -> send.queueUrl(url).messageBody("late"));

        assertThat(waiting.get(15, TimeUnit.SECONDS)).extracting(Message::body).containsExactly("late");
    }

    @Test
    void a_long_poll_ends_when_a_message_is_visible_again() throws Exception {
        String url = newQueue("visible-again");
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("of a function that died"));
        sqs.receiveMessage(receive -> receive.queueUrl(url).visibilityTimeout(1));

        CompletableFuture<List<Message>> waiting = CompletableFuture.supplyAsync(() -> receive(url, 20));

        assertThat(waiting.get(15, TimeUnit.SECONDS)).extracting(Message::body).containsExactly("of a function that died");
    }

    @Test
    void who_waits_is_told_that_there_is_nothing_when_waiting_is_to_end() throws Exception {
        String url = newQueue("ended");
        CompletableFuture<List<Message>> waiting = CompletableFuture.supplyAsync(() -> receive(url, 20));

        queues.endWaits();

        assertThat(waiting.get(15, TimeUnit.SECONDS)).isEmpty();
        queues.clear(); // lets others wait again
    }

    @Test
    void a_queue_tells_how_much_is_in_it() {
        String url = newQueue("counted");
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("one"));
        sqs.sendMessage(send -> send.queueUrl(url).messageBody("two"));
        receive(url, 0);

        assertThat(sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL)).attributes())
                .containsEntry(QueueAttributeName.QUEUE_ARN, "arn:aws:sqs:us-west-2:000000000000:counted")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1");
    }

    @Test
    void another_access_key_is_refused() {
        try (SqsClient other = client("another")) {
            assertThatExceptionOfType(SqsException.class)
                    .isThrownBy(() -> other.getQueueUrl(get -> get.queueName("any")))
                    .satisfies(refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId"));
        }
    }

    @Test
    void an_operation_that_there_is_not_says_so() {
        assertThatExceptionOfType(SqsException.class)
                .isThrownBy(() -> sqs.purgeQueue(purge -> purge.queueUrl("any")))
                .withMessageContaining("The local cloud's SQS has no operation AmazonSQS.PurgeQueue.");
    }

    private static List<Message> receive(String url, int waitSeconds) {
        return sqs.receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(waitSeconds)).messages();
    }
}
