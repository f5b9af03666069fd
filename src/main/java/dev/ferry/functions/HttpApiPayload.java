package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.ferry.api.ApiResponse;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.identity.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Requests and responses of an API Gateway HTTP API, in its payload format 2.0. */
final class HttpApiPayload {
    private HttpApiPayload() {}

    static HttpRequest request(APIGatewayV2HTTPEvent event) {
        return new HttpRequest(
                method(event), event.getRawPath(), query(event), headers(event), body(event), sourceIp(event));
    }

    private static String method(APIGatewayV2HTTPEvent event) {
        return event.getRequestContext().getHttp().getMethod();
    }

    private static String query(APIGatewayV2HTTPEvent event) {
        return Optional.ofNullable(event.getRawQueryString()).orElse("");
    }

    private static Map<String, String> headers(APIGatewayV2HTTPEvent event) {
        return Optional.ofNullable(event.getHeaders()).orElse(Map.of());
    }

    private static Optional<String> sourceIp(APIGatewayV2HTTPEvent event) {
        return Optional.ofNullable(event.getRequestContext().getHttp().getSourceIp());
    }

    private static byte[] body(APIGatewayV2HTTPEvent event) {
        String body = Optional.ofNullable(event.getBody()).orElse("");
        return event.getIsBase64Encoded() ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
    }

    static APIGatewayV2HTTPResponse response(ApiResponse response) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(response.status())
                .withHeaders(response.headers())
                .withBody(new String(response.body(), StandardCharsets.UTF_8))
                .withIsBase64Encoded(false)
                .build();
    }

    /** In base64 a body takes a third more, whatever is in it; as a JSON string a manifest could take twice its size. */
    static APIGatewayV2HTTPResponse response(RegistryResponse response) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(response.status())
                .withHeaders(response.headers())
                .withBody(Base64.getEncoder().encodeToString(response.body()))
                .withIsBase64Encoded(true)
                .build();
    }
}
