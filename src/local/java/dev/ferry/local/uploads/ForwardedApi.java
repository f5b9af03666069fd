package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.lambda.LogSink;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP API of a deployed stack, which requests are sent on to as they are, tokens and all. Redirects are the client's
 * to follow, so that layers come straight from S3. Nothing is sent again: a piece of a layer whose answer was lost may have
 * arrived, and the client knows how to resume or to start over.
 */
public final class ForwardedApi implements Function<GatewayRequest, GatewayResponse> {
    private static final Duration CONNECTED = Duration.ofSeconds(10);
    /** The way of a piece over a slow line, and the half minute that API Gateway gives a function. */
    private static final Duration ANSWERED = Duration.ofMinutes(2);
    /** What the HTTP client says itself of the host and of the body. */
    private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length", "expect");
    /** The URLs of a {@code Link} header. */
    private static final Pattern LINKED = Pattern.compile("(?<=<)[^<>]*(?=>)");

    private final ApiEndpoint endpoint;
    private final LogSink log;
    private final Duration answered;
    private final HttpClient client;

    /** @param log is told of what got no answer, without headers and query, for they carry secrets */
    public ForwardedApi(ApiEndpoint endpoint, LogSink log) {
        this(endpoint, log, ANSWERED);
    }

    /** @param answered how long a request may take, body and answer included */
    ForwardedApi(ApiEndpoint endpoint, LogSink log, Duration answered) {
        this.endpoint = endpoint;
        this.log = log;
        this.answered = answered;
        // A connection that something on the way has forgotten meanwhile would take a piece with it. Read when the first
        // client is made.
        System.setProperty("jdk.httpclient.keepalive.timeout", "30");
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTED)
                .build();
    }

    @Override
    public GatewayResponse apply(GatewayRequest request) {
        HttpRequest forwarded;
        try {
            forwarded = forwarded(request);
        } catch (IllegalArgumentException e) { // a method, or a header's value, that no HTTP client sends
            return GatewayResponse.ociError(400, "UNSUPPORTED", "The request cannot be sent on: " + e.getMessage());
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(forwarded, BodyHandlers.ofByteArray());
        try {
            return received(answer.get(answered.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return failed(request, e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return failed(request, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new ForwardingFailure(503, "the gateway was closed").response();
        }
    }

    private HttpRequest forwarded(GatewayRequest request) {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(endpoint.of(request))
                .method(
                        request.method(),
                        request.body().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body()));
        EndToEndHeaders.of(request.headers()).forEach((name, values) -> {
            if (!OF_THE_CLIENT.contains(name)) {
                values.forEach(value -> forwarded.header(name, value));
            }
        });
        return forwarded.build();
    }

    private GatewayResponse received(HttpResponse<byte[]> answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(EndToEndHeaders.of(answer.headers().map()));
        headers.computeIfPresent("Location", (name, urls) -> urls.stream().map(endpoint::givenOut).toList());
        headers.computeIfPresent("Link", (name, links) -> links.stream().map(this::link).toList());
        return new GatewayResponse(answer.statusCode(), headers, answer.body());
    }

    private String link(String links) {
        return LINKED.matcher(links).replaceAll(url -> Matcher.quoteReplacement(endpoint.givenOut(url.group())));
    }

    private GatewayResponse failed(GatewayRequest request, Throwable cause) {
        ForwardingFailure failure = ForwardingFailure.of(cause, endpoint.host());
        log.did("gateway", request.method() + " " + request.rawPath() + " got no answer: " + failure.reason());
        return failure.response();
    }
}
