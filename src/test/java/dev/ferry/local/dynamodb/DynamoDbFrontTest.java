package dev.ferry.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before a server that does what a test wants; {@code DynamoDbEntranceTest} has it before DynamoDB Local. */
class DynamoDbFrontTest {
    private static final String PUT = "DynamoDB_20120810.PutItem";
    private static final String WRITE = "{\"TableName\":\"written\"}";
    private static final String FAILURE =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalFailure\",\"message\":\"unknown error\"}";

    private final Server server = new Server();
    private final ServerConnector entrance = loopback();
    private final ServerConnector direct = loopback();
    private final Stacks stacks = new Stacks();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile boolean diskIsFull;
    private volatile Answer answer = (request, response, callback) -> response.write(true, ByteBuffer.wrap(new byte[] {'{', '}'}), callback);

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new DynamoDbFront(new DynamoDb(), entrance, "LOCALKEY", stacks, () -> diskIsFull));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void who_has_another_access_key_or_none_is_turned_away() throws Exception {
        HttpResponse<String> other = client.send(
                request(entrance, PUT).setHeader("Authorization", credential("ANOTHER", "us-west-2")).build(), body());
        HttpResponse<String> none = client.send(
                HttpRequest.newBuilder(uri(entrance)).POST(HttpRequest.BodyPublishers.ofString("{}")).build(), body());

        assertThat(List.of(other, none)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("UnrecognizedClientException");
        });
        assertThat(stacks.provisioned).isEmpty();
        assertThat(stacks.told).isEmpty();
    }

    @Test
    void says_why_a_stack_cannot_be_made() throws Exception {
        stacks.refusal = Optional.of("the table images of an earlier run is another one");

        HttpResponse<String> refused = client.send(request(entrance, PUT).build(), body());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        assertThat(refused.body())
                .contains("#ValidationException", "\"message\":\"the table images of an earlier run is another one\"");
        assertThat(stacks.told).isEmpty();
    }

    @Test
    void who_comes_directly_has_no_stack_made_and_nothing_told() throws Exception {
        HttpResponse<String> response = client.send(request(direct, PUT).build(), body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(stacks.provisioned).isEmpty();
        assertThat(stacks.told).isEmpty();
    }

    @Test
    void tells_of_what_may_have_written_and_of_nothing_else() throws Exception {
        for (String operation : List.of("GetItem", "Query", "DescribeTable", "TransactGetItems", "BatchGetItem")) {
            client.send(request(entrance, "DynamoDB_20120810." + operation).build(), body());
        }
        client.send(request(entrance, PUT).build(), body());
        client.send(request(entrance, "DynamoDB_20120810.TransactWriteItems").build(), body());

        await().until(() -> stacks.told.size() >= 2); // once the client has its answer
        assertThat(stacks.told).containsOnly("us-west-2 " + WRITE).hasSize(2);
        assertThat(stacks.provisioned).hasSize(7).containsOnly("us-west-2");
    }

    @Test
    void tells_of_a_write_that_failed_after_all() throws Exception {
        answer = (request, response, callback) -> {
            throw new IllegalStateException("written, but not said");
        };

        assertThat(client.send(request(entrance, PUT).build(), body()).statusCode()).isEqualTo(500);

        await().until(() -> stacks.told.equals(List.of("us-west-2 " + WRITE)));
    }

    @Test
    void tells_of_a_write_whose_client_has_gone_before_its_answer() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        answer = (request, response, callback) -> {
            arrived.complete(null);
            gone.join();
            response.write(true, ByteBuffer.allocate(16 * 1024 * 1024), callback); // more than a connection takes
        };
        try (Socket killed = new Socket(InetAddress.getByName("127.0.0.1"), entrance.getLocalPort())) {
            killed.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: " + PUT + "\r\nAuthorization: "
                                    + credential("LOCALKEY", "us-west-2") + "\r\nContent-Length: " + WRITE.length()
                                    + "\r\n\r\n" + WRITE)
                            .getBytes(StandardCharsets.UTF_8));
            arrived.join();
            killed.setSoLinger(true, 0); // it waits for nothing
        }
        gone.complete(null);

        await().until(() -> stacks.told.equals(List.of("us-west-2 " + WRITE)));
    }

    @ParameterizedTest
    @CsvSource({"true, 507, The disk that holds the data folder is full", "false, 500, unknown error"})
    void says_of_a_failure_whether_the_disk_is_full(boolean full, int status, String said) throws Exception {
        diskIsFull = full;
        answer = (request, response, callback) -> {
            response.setStatus(500);
            response.write(true, ByteBuffer.wrap(FAILURE.getBytes(StandardCharsets.UTF_8)), callback);
        };

        HttpResponse<String> failed = client.send(request(entrance, PUT).build(), body());

        assertThat(failed.statusCode()).isEqualTo(status);
        assertThat(failed.body()).contains(said);
    }

    @Test
    void a_refusal_of_dynamodb_is_passed_on_also_where_the_disk_is_full() throws Exception {
        diskIsFull = true;
        answer = (request, response, callback) -> {
            response.setStatus(400);
            response.write(true, ByteBuffer.wrap("{\"__type\":\"ResourceNotFoundException\"}".getBytes(StandardCharsets.UTF_8)), callback);
        };

        HttpResponse<String> refused = client.send(request(entrance, PUT).build(), body());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("ResourceNotFoundException");
    }

    private ServerConnector loopback() {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        return connector;
    }

    private static URI uri(ServerConnector connector) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    private static HttpRequest.Builder request(ServerConnector connector, String operation) {
        return HttpRequest.newBuilder(uri(connector))
                .header("X-Amz-Target", operation)
                .header("Authorization", credential("LOCALKEY", "us-west-2"))
                .POST(HttpRequest.BodyPublishers.ofString(WRITE));
    }

    private static String credential(String key, String region) {
        return "AWS4-HMAC-SHA256 Credential=" + key + "/20261128/" + region + "/dynamodb/aws4_request, Signature=0";
    }

    private static HttpResponse.BodyHandler<String> body() {
        return HttpResponse.BodyHandlers.ofString();
    }

    /** What the server behind it does once it has read the request. */
    private interface Answer {
        void to(String request, Response response, Callback callback);
    }

    private final class DynamoDb extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String body = Content.Source.asString(request);
            assertThat(body).isEqualTo(WRITE);
            answer.to(body, response, callback);
            return true;
        }
    }

    private static final class Stacks implements RegionStacks {
        private final List<String> provisioned = new CopyOnWriteArrayList<>();
        private final List<String> told = new CopyOnWriteArrayList<>();
        private volatile Optional<String> refusal = Optional.empty();

        @Override
        public Optional<String> provision(String region) {
            provisioned.add(region);
            return refusal;
        }

        @Override
        public void written(String region, String request) {
            told.add(region + " " + request);
        }
    }
}
