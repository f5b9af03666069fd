package dev.ferry.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.distribution.RegistryDoor;
import dev.ferry.distribution.RegistryRequest;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The OCI API's front door on a port of its own, beside ECR's API over the same beans. */
public final class RegistryServer implements AutoCloseable {
    private static final int THREADS = 8;

    private final ApiServer api = new ApiServer();
    private final RegistryDoor door = api.beans().get(RegistryDoor.class);
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;

    public RegistryServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.setExecutor(executor);
        server.start();
    }

    public ApiServer api() {
        return api;
    }

    public RegistryDoor door() {
        return door;
    }

    /** The registry of an account as its root user sees it. */
    public RegistryClient client(String account, String region) {
        return client("arn:aws:iam::" + account + ":root", Registry.of(account, region));
    }

    /** A registry as a principal sees it. */
    public RegistryClient client(String principalArn, Registry registry) {
        AuthorizationTokens.Token token = api.beans().get(AuthorizationTokens.class)
                .mint(registry, api.caller(principalArn, registry.region().value()));
        return new RegistryClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "Basic " + token.value());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            URI uri = exchange.getRequestURI();
            RegistryResponse response = door.answer(new RegistryRequest(
                    exchange.getRequestMethod(),
                    uri.getRawPath(),
                    Optional.ofNullable(uri.getRawQuery()).orElse(""),
                    headers,
                    exchange.getRequestBody().readAllBytes(),
                    Optional.of(exchange.getRemoteAddress().getAddress().getHostAddress())));
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
            if (response.body().length > 0) {
                exchange.getResponseBody().write(response.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
        api.close();
    }
}
