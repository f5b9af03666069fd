package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.ferry.api.ApiRequest;
import dev.ferry.api.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Requests and responses of an API Gateway HTTP API, in its payload format 2.0. */
final class HttpApi {
    private HttpApi() {}

    static ApiRequest request(APIGatewayV2HTTPEvent event) {
        String body = Optional.ofNullable(event.getBody()).orElse("");
        return new ApiRequest(
                event.getRequestContext().getHttp().getMethod(),
                event.getRawPath(),
                Optional.ofNullable(event.getRawQueryString()).orElse(""),
                Optional.ofNullable(event.getHeaders()).orElse(Map.of()),
                event.getIsBase64Encoded()
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(StandardCharsets.UTF_8));
    }

    static APIGatewayV2HTTPResponse response(ApiResponse response) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(response.status())
                .withHeaders(response.headers())
                .withBody(new String(response.body(), StandardCharsets.UTF_8))
                .withIsBase64Encoded(false)
                .build();
    }
}
