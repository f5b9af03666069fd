package dev.ferry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.local.TestServices;
import dev.ferry.local.events.EventBus;
import dev.ferry.local.events.EventsApi;
import dev.ferry.local.lambda.AcceptedEvents;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.LambdaFunction.AsynchronousInvocation;
import dev.ferry.local.template.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one-machine cloud's EventBridge, with a rule in each Region that every event matches, and whose target keeps what it
 * sees. Entries can be refused and Regions shut, as they are on a bad day. While it runs, clients that are built without an
 * endpoint come here.
 */
public final class RecordedEventBus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDPOINT = "aws.endpointUrlEventBridge";
    private static final Pattern REGION = Pattern.compile("Credential=[^/]+/[0-9]+/([^/]+)/events/");
    private static final LambdaFunction CONSUMER = new LambdaFunction("Consumer", "none", Map.of(), 128, Duration.ofSeconds(3),
            List.of(new Trigger.EventRule("{\"version\":[\"0\"]}")),
            new AsynchronousInvocation(0, Duration.ofMinutes(1), Optional.empty()));

    private final List<JsonNode> seen = new CopyOnWriteArrayList<>();
    private final Set<String> shut = ConcurrentHashMap.newKeySet();
    private final Path accepted;
    private final AsynchronousInvocations invocations;
    private final HttpServer server;
    private final EventsApi api;
    private volatile Predicate<JsonNode> refused = entry -> false;

    private RecordedEventBus(List<String> regions) throws IOException {
        accepted = Files.createTempDirectory("ferry-events");
        invocations = new AsynchronousInvocations(this::consume, TestServices.OPERATOR_ACCOUNT,
                AcceptedEvents.in(accepted), (region, queue, body) -> {}, RetryDelay.LOCAL, Clock.systemUTC(), new NoLog());
        EventBus bus = new EventBus(invocations, new NoLog());
        regions.forEach(region -> bus.add(region, List.of(CONSUMER)));
        api = new EventsApi(bus, Clock.systemUTC());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "event bus");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
        System.setProperty(ENDPOINT, endpoint().toString());
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public static RecordedEventBus start(String... regions) {
        try {
            return new RecordedEventBus(List.of(regions));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What a consumer of events has seen so far, in any order. */
    public List<JsonNode> seen() {
        return List.copyOf(seen);
    }

    /** Refuses the entries of which this is true, as EventBridge does that has a fault. */
    public void refuse(Predicate<JsonNode> entries) {
        refused = entries;
    }

    /** Answers no call to the Region's endpoint but with an error. */
    public void shut(String region) {
        shut.add(region);
    }

    /** Everything works again, and nothing has been seen. */
    public void startOver() {
        refused = entry -> false;
        shut.clear();
        seen.clear();
    }

    private InvocationResult consume(String function, String region, byte[] event) {
        try {
            seen.add(JSON.readTree(event));
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
        return new InvocationResult.Success(new byte[0]);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher region = REGION.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!region.find()) {
                throw new IOException("a call that is not signed for EventBridge");
            }
            if (shut.contains(region.group(1))) {
                send(exchange, 400, "{\"__type\":\"UnrecognizedClientException\",\"message\":\"shut\"}");
                return;
            }
            ObjectNode request = (ObjectNode) JSON.readTree(exchange.getRequestBody());
            ArrayNode entries = JSON.createArrayNode();
            request.path("Entries").forEach(entry -> {
                if (!refused.test(entry)) {
                    entries.add(entry);
                }
            });
            EventsApi.Answer answer = entries.isEmpty()
                    ? new EventsApi.Answer(200, "{\"Entries\":[]}".getBytes(StandardCharsets.UTF_8))
                    : api.handle(exchange.getRequestHeaders().getFirst("X-Amz-Target"),
                            JSON.createObjectNode().<ObjectNode>set("Entries", entries).toString()
                                    .getBytes(StandardCharsets.UTF_8),
                            TestServices.OPERATOR_ACCOUNT, region.group(1));
            send(exchange, answer.status(), withRefused(request, JSON.readTree(answer.json())).toString());
        }
    }

    /** The results of the entries that were passed on, with those that were not between them. */
    private ObjectNode withRefused(ObjectNode request, JsonNode answer) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode results = all.putArray("Entries");
        int next = 0;
        int failed = answer.path("FailedEntryCount").asInt();
        for (JsonNode entry : request.path("Entries")) {
            if (refused.test(entry)) {
                failed++;
                results.addObject().put("ErrorCode", "InternalFailure").put("ErrorMessage", "refused");
            } else {
                results.add(answer.path("Entries").get(next++));
            }
        }
        return all.put("FailedEntryCount", failed);
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        System.clearProperty(ENDPOINT);
        server.stop(0);
        invocations.close();
        try (Stream<Path> events = Files.list(accepted)) {
            for (Path event : events.toList()) {
                Files.delete(event);
            }
            Files.delete(accepted);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private record NoLog() implements LogSink {
        @Override
        public void did(String who, String what) {
            // The tests look at what was done.
        }

        @Override
        public void printed(String function, String line) {
            // Nothing runs here that prints.
        }
    }
}
