package dev.ferry.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The event that an HTTP API makes of a request: payload format 2.0. */
record HttpApiEvent(GatewayRequest request, Routes.Match match, String account, String requestId, Instant at) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API_ID = "local";
    private static final String STAGE = "$default";
    private static final DateTimeFormatter COMMON_LOG_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    /** A body of another type is bytes, AWS JSON 1.1 among them. */
    private static final Set<String> TEXT_TYPES =
            Set.of("application/json", "application/xml", "application/javascript");

    byte[] json() {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0");
        event.put("routeKey", match.route().key());
        event.put("rawPath", request.rawPath());
        event.put("rawQueryString", request.rawQuery());
        putCookies(event);
        putHeaders(event);
        putQuery(event);
        putContext(event);
        if (!match.parameters().isEmpty()) {
            match.parameters().forEach(event.putObject("pathParameters")::put);
        }
        putBody(event);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree can always be written
        }
    }

    private void putCookies(ObjectNode event) {
        List<String> headers = request.headers().getOrDefault("cookie", List.of());
        if (!headers.isEmpty()) {
            ArrayNode cookies = event.putArray("cookies");
            headers.forEach(header -> List.of(header.split(";\\s*")).forEach(cookies::add));
        }
    }

    private void putHeaders(ObjectNode event) {
        ObjectNode headers = event.putObject("headers");
        request.headers().forEach((name, values) -> {
            if (!name.equals("cookie")) {
                headers.put(name, String.join(",", values));
            }
        });
        headers.put("x-forwarded-for", request.sourceIp());
        headers.put("x-forwarded-proto", request.scheme());
    }

    private void putQuery(ObjectNode event) {
        if (request.rawQuery().isEmpty()) {
            return;
        }
        ObjectNode parameters = event.putObject("queryStringParameters");
        for (String pair : request.rawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
            String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            parameters.put(name, parameters.has(name) ? parameters.get(name).asText() + "," + value : value);
        }
    }

    private void putContext(ObjectNode event) {
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", account);
        context.put("apiId", API_ID);
        context.put("domainName", request.header("host").orElse("localhost"));
        context.put("domainPrefix", API_ID);
        context.putObject("http")
                .put("method", request.method())
                .put("path", request.rawPath())
                .put("protocol", request.protocol())
                .put("sourceIp", request.sourceIp())
                .put("userAgent", request.header("user-agent").orElse(""));
        context.put("requestId", requestId);
        context.put("routeKey", match.route().key());
        context.put("stage", STAGE);
        context.put("time", COMMON_LOG_TIME.format(at));
        context.put("timeEpoch", at.toEpochMilli());
    }

    private void putBody(ObjectNode event) {
        boolean text = request.header("content-type").map(HttpApiEvent::isText).orElse(false);
        if (request.body().length > 0 && text) {
            event.put("body", new String(request.body(), StandardCharsets.UTF_8));
        } else if (request.body().length > 0) {
            event.put("body", request.body()); // is written in base64, with no copy of that in between
        }
        event.put("isBase64Encoded", request.body().length > 0 && !text);
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || TEXT_TYPES.contains(type);
    }
}
