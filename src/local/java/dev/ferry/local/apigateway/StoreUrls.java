package dev.ferry.local.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.local.http.RequestHandler;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;

/**
 * Has layers fetched from where they were asked for. A function answers with presigned URLs of the store, whose address
 * only this machine knows; a client may be in a container, or behind a proxy with a name of its own. So the URLs are given
 * out under the name that the client used, and what then comes for one of them goes straight to the store.
 */
public final class StoreUrls implements HttpHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AWS_JSON = "application/x-amz-json";
    private static final String DOWNLOAD_URL = "downloadUrl";
    private static final String GET_DOWNLOAD_URL = ".GetDownloadUrlForLayer";

    private final String store;
    private final HttpHandler presigned;
    private final HttpHandler others;

    /**
     * @param store     the store's address, as the functions know it
     * @param presigned what answers the store's presigned URLs, whatever host they come to
     * @param others    what answers all other requests, and may name such URLs
     */
    public StoreUrls(URI store, HttpHandler presigned, RequestHandler others) {
        this.store = store.toString();
        this.presigned = presigned;
        this.others = new HttpExchanges((request, body) -> named(request, others.handle(request, body)));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpHandler asked = isPresigned(exchange.getRequestMethod(), exchange.getRequestURI()) ? presigned : others;
        asked.handle(exchange);
    }

    /** Whether a request is for one of these URLs: nothing else that the gateway knows is read by a signed query. */
    private static boolean isPresigned(String method, URI uri) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads && uri.getRawQuery() != null && Arrays.stream(uri.getRawQuery().split("&"))
                .anyMatch(parameter -> parameter.startsWith("X-Amz-Signature="));
    }

    /** The answer with what it has of these URLs under the request's host. */
    private GatewayResponse named(GatewayRequest request, GatewayResponse answer) throws IOException {
        String location = answer.header("location").orElse("");
        if (location.startsWith(store + "/")) {
            // Without a host, it is the one that was asked, by the same protocol, whatever stands in between.
            return answer.withHeader("Location", location.substring(store.length()));
        }
        // Whatever the request says of itself, its body tells which API it came to, and the answer's type which one answered.
        boolean named = request.header("x-amz-target").orElse("").endsWith(GET_DOWNLOAD_URL)
                && answer.header("content-type").orElse("").startsWith(AWS_JSON);
        return named ? downloadUrl(request, answer) : answer;
    }

    private GatewayResponse downloadUrl(GatewayRequest request, GatewayResponse answer) throws IOException {
        JsonNode body = JSON.readTree(answer.body());
        String url = body.path(DOWNLOAD_URL).asText();
        if (!url.startsWith(store + "/") || request.header("host").isEmpty()) {
            return answer;
        }
        String named = request.scheme() + "://" + request.header("host").get() + url.substring(store.length());
        return new GatewayResponse(
                answer.status(),
                answer.headers(),
                JSON.writeValueAsBytes(((ObjectNode) body).put(DOWNLOAD_URL, named)));
    }
}
