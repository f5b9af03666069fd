package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.RequestHandler;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes what container tools send, and nothing else: ECR's API is asked by signed requests, and a signature covers the host
 * that it was made for.
 */
public final class RegistryPaths implements RequestHandler {
    private final ApiEndpoint endpoint;
    private final RequestHandler registry;

    /** @param endpoint what the others are to be sent to */
    public RegistryPaths(ApiEndpoint endpoint, RequestHandler registry) {
        this.endpoint = endpoint;
        this.registry = registry;
    }

    @Override
    public GatewayResponse handle(GatewayRequest request, InputStream body) throws IOException {
        return isRegistryPath(request.rawPath())
                ? registry.handle(request, body)
                : GatewayResponse.error(
                        400,
                        "UnknownOperationException",
                        "This gateway takes container tools' requests, at /v2/, alone. A signed request is for the host that "
                                + "it was signed for: send it to the endpoint itself, " + endpoint
                                + " (AWS_ENDPOINT_URL, or --endpoint-url).");
    }

    static boolean isRegistryPath(String path) {
        return path.equals("/v2") || path.startsWith("/v2/");
    }
}
