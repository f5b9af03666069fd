package dev.ferry.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.local.http.ResponseBody;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS Lambda's Runtime API of 2018-06-01, for all functions on one loopback port: every process has a path of its own,
 * which its {@code AWS_LAMBDA_RUNTIME_API} carries behind the port.
 */
public final class RuntimeApi implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/(\\d+)/2018-06-01/runtime/"
            + "(?:(?<next>invocation/next)|(?<init>init/error)|invocation/(?<id>[^/]+)/(?<outcome>response|error))");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "runtime-api");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, RuntimeEndpoint> endpoints = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();

    public RuntimeApi() throws IOException {
        // Without it every warm invocation waits 40 ms for a delayed acknowledgement; read once, by the first server.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Makes room for one more process. */
    RuntimeEndpoint open() {
        String process = Integer.toString(opened.incrementAndGet());
        RuntimeEndpoint endpoint =
                new RuntimeEndpoint("127.0.0.1:" + server.getAddress().getPort() + "/" + process);
        endpoints.put(process, endpoint);
        return endpoint;
    }

    void close(RuntimeEndpoint endpoint, InvocationResult.Failure reason) {
        endpoint.close(reason);
        endpoints.values().remove(endpoint);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            RuntimeEndpoint endpoint = path.matches() ? endpoints.get(path.group(1)) : null;
            if (endpoint == null) {
                answer(exchange, 404, "{\"errorType\":\"NotFound\",\"errorMessage\":\"no such process or path\"}");
            } else if (path.group("next") != null) {
                next(exchange, endpoint);
            } else if (path.group("init") != null) {
                endpoint.close(RuntimeErrors.read(exchange.getRequestBody().readAllBytes()));
                answer(exchange, 202, "{\"status\":\"OK\"}");
            } else {
                outcome(exchange, endpoint, path.group("id"), path.group("outcome").equals("error"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void next(HttpExchange exchange, RuntimeEndpoint endpoint) throws IOException, InterruptedException {
        Optional<Invocation> next = endpoint.next();
        if (next.isEmpty()) {
            answer(exchange, 410, "{\"errorType\":\"Gone\",\"errorMessage\":\"this process was ended\"}");
            return;
        }
        Invocation invocation = next.get();
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline().toEpochMilli()));
        answer(exchange, 200, invocation.event());
    }

    private static void outcome(HttpExchange exchange, RuntimeEndpoint endpoint, String requestId, boolean error)
            throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(Functions.PAYLOAD_LIMIT + 1);
        boolean tooLarge = body.length > Functions.PAYLOAD_LIMIT;
        InvocationResult result;
        if (tooLarge) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            result = InvocationResult.Failure.of(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size (" + Functions.PAYLOAD_LIMIT + " bytes).");
        } else {
            result = error ? RuntimeErrors.read(body) : new InvocationResult.Success(body);
        }
        if (!endpoint.answer(requestId, result)) {
            answer(exchange, 400, "{\"errorType\":\"InvalidRequestID\",\"errorMessage\":\"not the running invocation\"}");
        } else if (tooLarge) {
            answer(exchange, 413, "{\"errorType\":\"RequestEntityTooLarge\",\"errorMessage\":\"the response is too large\"}");
        } else {
            answer(exchange, 202, "{\"status\":\"OK\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        answer(exchange, status, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        ResponseBody.write(exchange, body);
    }

    /** Ends all processes' connections too, by which they end themselves. */
    @Override
    public void close() {
        InvocationResult.Failure reason = InvocationResult.Failure.of("Runtime.Shutdown", "The local cloud is stopping");
        endpoints.values().forEach(endpoint -> endpoint.close(reason));
        server.stop(0);
        threads.shutdownNow();
    }
}
