package dev.ferry.local.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.local.http.ResponseBody;
import dev.ferry.local.template.Queue;
import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * SQS's HTTP API for all Regions of one account, on the loopback interface and a free port, before queues in memory. It has
 * the operations that functions and Lambda's event sources use; queues are made by {@link #create}.
 */
public final class LocalQueues implements AutoCloseable {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=(?<key>[^/,]+)/[0-9]{8}/(?<region>[^/,]+)/sqs/aws4_request");
    private static final String TARGET = "AmazonSQS.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Operation<?>> OPERATIONS = Map.of(
            "ListQueues", new Operation<ListQueuesRequest>(ListQueuesRequest::builder, SqsClient::listQueues),
            "GetQueueUrl", new Operation<GetQueueUrlRequest>(GetQueueUrlRequest::builder, SqsClient::getQueueUrl),
            "GetQueueAttributes",
            new Operation<GetQueueAttributesRequest>(GetQueueAttributesRequest::builder, SqsClient::getQueueAttributes),
            "SendMessage", new Operation<SendMessageRequest>(SendMessageRequest::builder, SqsClient::sendMessage),
            "SendMessageBatch",
            new Operation<SendMessageBatchRequest>(SendMessageBatchRequest::builder, SqsClient::sendMessageBatch),
            "ReceiveMessage", new Operation<ReceiveMessageRequest>(ReceiveMessageRequest::builder, SqsClient::receiveMessage),
            "DeleteMessage", new Operation<DeleteMessageRequest>(DeleteMessageRequest::builder, SqsClient::deleteMessage),
            "DeleteMessageBatch",
            new Operation<DeleteMessageBatchRequest>(DeleteMessageBatchRequest::builder, SqsClient::deleteMessageBatch),
            "ChangeMessageVisibility",
            new Operation<ChangeMessageVisibilityRequest>(ChangeMessageVisibilityRequest::builder, SqsClient::changeMessageVisibility));

    private final String accessKeyId;
    private final SharedSqs queues;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "queues");
        thread.setDaemon(true);
        return thread;
    });

    private record Operation<R>(Supplier<? extends SdkPojo> request, BiFunction<SqsClient, R, ? extends SdkPojo> call) {
        SdkPojo answer(SqsClient client, JsonNode json) {
            return call.apply(client, SqsJson.read(request.get(), json));
        }
    }

    private LocalQueues(String account, String accessKeyId) throws IOException {
        this.accessKeyId = accessKeyId;
        this.queues = new SharedSqs(new InMemorySqs(account, Clock.systemUTC(), DeliveryChoices.IN_ORDER));
        // Without it each answer waits for an acknowledgement. It is heeded if no server of the JDK was started before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Starts the server.
     *
     * @param account     whose queues they are
     * @param accessKeyId the one whose requests are answered
     */
    public static LocalQueues start(String account, String accessKeyId) throws IOException {
        return new LocalQueues(account, accessKeyId);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A client for those in this process, past HTTP. */
    public SqsClient client(String region) {
        return queues.client(new RegionName(region));
    }

    /** Makes queues of a Region; one that is there keeps its messages. */
    public void create(String region, List<Queue> declared) {
        queues.create(new RegionName(region), declared);
    }

    /** Lets nobody wait for messages, now or later, until {@link #clear}: who receives is told at once what there is. */
    public void endWaits() {
        queues.endWaits();
    }

    /** Removes all queues. Nobody may wait for messages of one. */
    public void clear() {
        queues.clear();
    }

    @Override
    public void close() {
        queues.endWaits();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
            if (!credential.find() || !credential.group("key").equals(accessKeyId)) {
                refuse(exchange, "InvalidClientTokenId", "The security token included in the request is invalid.");
                return;
            }
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            Operation<?> operation = target == null || !target.startsWith(TARGET)
                    ? null
                    : OPERATIONS.get(target.substring(TARGET.length()));
            if (operation == null) {
                refuse(exchange, "InvalidAction", "The local cloud's SQS has no operation " + target + ".");
                return;
            }
            try {
                answer(exchange, 200, SqsJson.write(operation.answer(client(credential.group("region")), request)));
            } catch (SqsException refused) {
                refuse(exchange, SqsErrors.shape(refused), refused.awsErrorDetails().errorMessage());
            } catch (IllegalArgumentException | UnsupportedOperationException unknown) {
                refuse(exchange, "InvalidParameterValue", unknown.getMessage());
            }
        }
    }

    private static void refuse(HttpExchange exchange, String type, String message) throws IOException {
        answer(exchange, 400, JsonNodeFactory.instance.objectNode()
                .put("__type", "com.amazonaws.sqs#" + type)
                .put("message", message));
    }

    private static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] body = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length);
        ResponseBody.write(exchange, body);
    }
}
