package dev.ferry.local.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.HttpExchanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a local cloud answers of itself, to whatever started it: {@code GET /_ferry/health} and {@code POST /_ferry/reset}. No
 * path of either API begins like this, and a deployed stack has none of it.
 */
public final class ControlPaths implements HttpHandler {
    private static final String PREFIX = "/_ferry/";
    private static final String HEALTH = PREFIX + "health";
    private static final String RESET = PREFIX + "reset";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String version;
    private final Supplier<List<String>> regions;
    private final Map<String, BooleanSupplier> parts;
    private final Reset reset;
    private final HttpHandler others;
    private final HttpHandler own = new HttpExchanges((request, body) -> answer(request));

    /**
     * @param regions that have been used
     * @param parts   what it consists of, by names for a person, and whether it works
     * @param others  what answers all other paths
     */
    public ControlPaths(
            String version,
            Supplier<List<String>> regions,
            Map<String, BooleanSupplier> parts,
            Reset reset,
            HttpHandler others) {
        this.version = version;
        this.parts = parts;
        this.regions = regions;
        this.reset = reset;
        this.others = others;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpHandler asked = exchange.getRequestURI().getRawPath().startsWith(PREFIX) ? own : others;
        asked.handle(exchange);
    }

    private GatewayResponse answer(GatewayRequest request) {
        String method = Map.of(HEALTH, "GET", RESET, "POST").get(request.rawPath());
        if (method == null) {
            return GatewayResponse.message(404, "There are " + HEALTH + " and " + RESET);
        }
        if (!method.equals(request.method()) && !(method.equals("GET") && request.method().equals("HEAD"))) {
            return GatewayResponse.message(405, request.rawPath() + " takes " + method).withHeader("Allow", method);
        }
        return method.equals("GET") ? health() : reset();
    }

    private GatewayResponse health() {
        boolean ready = parts.values().stream().allMatch(BooleanSupplier::getAsBoolean);
        ObjectNode health = JSON.objectNode().put("status", word(ready)).put("version", version);
        regions.get().forEach(health.putArray("regions")::add);
        ObjectNode told = health.putObject("parts");
        parts.forEach((part, works) -> told.put(part, word(works.getAsBoolean())));
        return GatewayResponse.json(
                ready ? 200 : 503, "application/json", health.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String word(boolean ready) {
        return ready ? "ready" : "down";
    }

    private GatewayResponse reset() {
        try {
            reset.run();
            return GatewayResponse.message(200, "Everything is empty");
        } catch (IOException e) {
            return GatewayResponse.message(503, e.getMessage());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return GatewayResponse.message(503, "The cloud is ending");
        }
    }
}
