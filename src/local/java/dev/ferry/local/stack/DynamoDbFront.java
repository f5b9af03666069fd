package dev.ferry.local.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.local.http.ResponseBody;
import dev.ferry.local.template.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What functions take for DynamoDB: it looks which Region a request is signed for, has that Region's stack made if it is
 * new, and passes the request on to DynamoDB Local unchanged. A function that writes another Region's tables needs to know
 * nothing of all this. Requests that are not signed with this machine's access key are turned away. DynamoDB Local fails
 * without a reason where the disk is full; that is told in its place.
 */
public final class DynamoDbFront implements AutoCloseable {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=(?<key>[^/,]+)/[0-9]{8}/(?<region>[^/,]+)/dynamodb/aws4_request");
    private static final Pattern WRITE = Pattern.compile("\\.(Put|Update|Delete|BatchWrite|TransactWrite)Items?$");
    /** Headers of the one connection or the other, not of the message. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "date", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");

    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    private static final int INSUFFICIENT_STORAGE = 507;

    private final Supplier<URI> backend;
    private final String accessKeyId;
    private final Consumer<String> provision;
    private final WriteListener writes;
    private final BooleanSupplier diskIsFull;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "dynamodb-front");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    /** Is told of each request that has written, or may have. */
    @FunctionalInterface
    public interface WriteListener {

        /** @param request what DynamoDB was asked, in JSON */
        void written(String region, String request);
    }

    private DynamoDbFront(
            Supplier<URI> backend,
            LocalCredentials credentials,
            Consumer<String> provision,
            WriteListener writes,
            BooleanSupplier diskIsFull,
            HttpServer server) {
        this.backend = backend;
        this.accessKeyId = credentials.accessKeyId();
        this.provision = provision;
        this.writes = writes;
        this.diskIsFull = diskIsFull;
        this.server = server;
    }

    /**
     * Listens on the loopback interface and a free port.
     *
     * @param backend    where DynamoDB Local is; may wait until it is there
     * @param provision  called with the Region of each request; may throw what {@link LocalStacks#stackOf} throws
     * @param writes     called after each write
     * @param diskIsFull whether DynamoDB Local has no room for its data; asked when it fails
     */
    public static DynamoDbFront start(
            Supplier<URI> backend,
            LocalCredentials credentials,
            Consumer<String> provision,
            WriteListener writes,
            BooleanSupplier diskIsFull)
            throws IOException {
        // Without it each answer waits for an acknowledgement. It is heeded if no server of the JDK was started before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A write is never sent again, as it may have arrived; and each thread keeps its connection. Read at the first request.
        System.setProperty("sun.net.http.retryPost", "false");
        System.setProperty("http.maxConnections", "64");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        DynamoDbFront front = new DynamoDbFront(backend, credentials, provision, writes, diskIsFull, server);
        server.setExecutor(front.threads);
        server.createContext("/", front::handle);
        server.start();
        return front;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
            if (!credential.find() || !credential.group("key").equals(accessKeyId)) {
                refuse(exchange, BAD_REQUEST, "UnrecognizedClientException", "The security token included in the request is invalid.");
                return;
            }
            try {
                provision.accept(credential.group("region"));
            } catch (UnknownRegionException | StackException | TemplateException e) {
                // Not as a failure of the service, which clients would try again.
                refuse(exchange, BAD_REQUEST, "ValidationException", e.getMessage());
                return;
            }
            try {
                passOn(exchange, body);
            } finally { // it was written, too, if its client has gone meanwhile
                String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
                if (operation != null && WRITE.matcher(operation).find()) {
                    writes.written(credential.group("region"), new String(body, StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpURLConnection backend = sent(exchange, body);
        int status = backend.getResponseCode();
        byte[] answer = answered(backend);
        if (status == INTERNAL_ERROR && diskIsFull.getAsBoolean()) {
            // Under this status the functions know it, and no client of the SDK tries it again.
            refuse(exchange, INSUFFICIENT_STORAGE, "InsufficientStorage", "The disk that holds the data folder is full");
            return;
        }
        backend.getHeaderFields().forEach((name, values) -> {
            if (name != null && isOfTheMessage(name)) { // the status line has none
                exchange.getResponseHeaders().put(name, values);
            }
        });
        answer(exchange, status, answer);
    }

    /**
     * By the JDK's older client, in this thread: the newer one takes two more for each request, and twice the processor time.
     * The length is left to it: of a POST that is streamed with a length it first waits a millisecond for the connection's end.
     */
    private HttpURLConnection sent(HttpExchange exchange, byte[] body) throws IOException {
        // Every operation of DynamoDB is a POST to the root.
        HttpURLConnection connection = (HttpURLConnection) backend.get().resolve("/").toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod("POST");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (isOfTheMessage(name)) {
                values.forEach(value -> connection.addRequestProperty(name, value));
            }
        });
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return connection;
    }

    private static byte[] answered(HttpURLConnection connection) throws IOException {
        boolean failed = connection.getResponseCode() >= BAD_REQUEST;
        try (InputStream answer = failed ? connection.getErrorStream() : connection.getInputStream()) {
            return answer == null ? new byte[0] : answer.readAllBytes();
        }
    }

    private static boolean isOfTheMessage(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#" + code)
                .put("message", message)
                .toString();
        answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            ResponseBody.write(exchange, body);
        }
    }
}
