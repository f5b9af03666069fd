package dev.ferry.local.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.http.GatewayResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer that an HTTP API makes of what a function returned: payload format 2.0. */
final class HttpApiAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GatewayResponse MALFORMED = GatewayResponse.message(500, "Internal Server Error");

    private HttpApiAnswer() {}

    /** What has no {@code statusCode} is itself the body; what cannot be read is an error of the function. */
    static GatewayResponse of(byte[] payload) {
        JsonNode answer;
        try {
            answer = JSON.readTree(payload);
        } catch (IOException e) {
            return MALFORMED;
        }
        if (!answer.has("statusCode")) {
            return GatewayResponse.json(200, "application/json", payload);
        }
        int status = answer.path("statusCode").asInt();
        if (status < 200 || status > 599) {
            return MALFORMED;
        }
        try {
            return new GatewayResponse(status, headers(answer), body(answer));
        } catch (IllegalArgumentException e) {
            return MALFORMED; // a body that is said to be base64 and is not
        }
    }

    private static Map<String, List<String>> headers(JsonNode answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.path("headers")
                .properties()
                .forEach(header -> headers.put(header.getKey(), List.of(header.getValue().asText())));
        answer.path("multiValueHeaders").properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            header.getValue().forEach(value -> values.add(value.asText()));
            headers.put(header.getKey(), List.copyOf(values));
        });
        List<String> cookies = new ArrayList<>();
        answer.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
        if (!cookies.isEmpty()) {
            headers.put("Set-Cookie", List.copyOf(cookies));
        }
        return headers;
    }

    private static byte[] body(JsonNode answer) {
        JsonNode body = answer.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return new byte[0];
        }
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body.asText())
                : body.asText().getBytes(StandardCharsets.UTF_8);
    }
}
