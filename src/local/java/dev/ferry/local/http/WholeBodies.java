package dev.ferry.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Passes on requests with the whole of their bodies. */
public final class WholeBodies implements RequestHandler {
    private final int largestBody;
    private final BodyMemory memory;
    private final Function<GatewayRequest, GatewayResponse> next;

    /**
     * @param largestBody in bytes; a request with a larger one is answered with 413
     * @param memory      what bodies are held in
     */
    public WholeBodies(int largestBody, BodyMemory memory, Function<GatewayRequest, GatewayResponse> next) {
        this.largestBody = largestBody;
        this.memory = memory;
        this.next = next;
    }

    @Override
    public GatewayResponse handle(GatewayRequest request, InputStream body) throws IOException {
        try (BodyBuffer buffer = memory.buffer(largestBody)) {
            boolean tooLarge = buffer.fill(body) == largestBody && body.read() >= 0;
            return tooLarge
                    ? GatewayResponse.errorAt(
                            request.rawPath(), 413, "RequestEntityTooLargeException", "SIZE_INVALID",
                            "Request body exceeds " + largestBody + " bytes")
                    : next.apply(request.withBody(buffer.bytes()));
        }
    }
}
