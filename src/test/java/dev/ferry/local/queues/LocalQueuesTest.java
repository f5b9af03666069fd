package dev.ferry.local.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class LocalQueuesTest {
    private static LocalQueues queues;
    private static SqsClient sqs;

    @BeforeAll
    static void start() {
        queues = LocalQueues.start();
        sqs = SqsClient.builder()
                .region(Region.US_WEST_2)
                .endpointOverride(queues.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterAll
    static void end() {
        sqs.close();
        queues.close();
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
                "https://sqs.us-west-2.amazonaws.com/111122223333/%s"
            })
    void takes_a_queue_url_made_by_hand(String form) {
        String name = "made-by-hand-" + Integer.toHexString(form.hashCode());
        sqs.createQueue(request -> request.queueName(name));
        String url = form.contains("%d")
                ? String.format(form, queues.endpoint().getPort(), name)
                : String.format(form, name);

        sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entry -> entry.id("1").messageBody("a push")));

        assertThat(receive(url)).extracting(Message::body).containsExactly("a push");
    }

    @Test
    void moves_a_message_to_the_dead_letters_that_was_received_too_often() {
        String dead = sqs.createQueue(request -> request.queueName("dead")).queueUrl();
        String deadArn = sqs.getQueueAttributes(
                        request -> request.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        String url = sqs.createQueue(request -> request.queueName("alive")).queueUrl();
        sqs.setQueueAttributes(request -> request.queueUrl(url)
                .attributes(Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + deadArn + "\",\"maxReceiveCount\":\"1\"}")));
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("never handled"));

        assertThat(receiveWithoutHandling(url)).hasSize(1);
        assertThat(receiveWithoutHandling(url)).isEmpty();
        assertThat(receive(dead)).extracting(Message::body).containsExactly("never handled");
    }

    private static List<Message> receive(String url) {
        return sqs.receiveMessage(request -> request.queueUrl(url)).messages();
    }

    private static List<Message> receiveWithoutHandling(String url) {
        return sqs.receiveMessage(request -> request.queueUrl(url).visibilityTimeout(0))
                .messages();
    }
}
