package dev.ferry.local.apigateway;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.http.GatewayRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The event that an HTTP API makes of a request: payload format 2.0. */
record HttpApiEvent(GatewayRequest request, Routes.Match match, String account, String requestId, Instant at) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API_ID = "local";
    private static final String STAGE = "$default";
    /** Bytes that an event takes without its body, as a rule. */
    private static final int ROOM_FOR_THE_REST = 4096;
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
        boolean base64 = request.body().length > 0 && !isText();
        event.put("isBase64Encoded", base64);
        if (base64) {
            return written(event, Base64.getEncoder().encode(request.body()));
        }
        if (request.body().length > 0) {
            event.put("body", new String(request.body(), StandardCharsets.UTF_8));
        }
        return written(event, new byte[0]);
    }

    /**
     * The event in JSON. A layer's piece makes up nearly all of it, so that is written as it is, with nothing to escape in
     * it, and encoded by the JDK, which is several times faster than Jackson there.
     */
    private static byte[] written(ObjectNode event, byte[] base64) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(ROOM_FOR_THE_REST + base64.length);
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonNode> member : event.properties()) {
                generator.writeFieldName(member.getKey());
                generator.writeTree(member.getValue());
            }
            if (base64.length > 0) {
                generator.writeFieldName("body");
                generator.writeRawUTF8String(base64, 0, base64.length);
            }
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // nothing but memory is written to
        }
        return json.toByteArray();
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

    private boolean isText() {
        return request.header("content-type").map(HttpApiEvent::isText).orElse(false);
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || TEXT_TYPES.contains(type);
    }
}
