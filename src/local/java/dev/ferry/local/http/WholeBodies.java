package dev.ferry.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Passes on requests with the whole of their bodies. */
public final class WholeBodies implements RequestHandler {
    private final int largestBody;
    private final Function<GatewayRequest, GatewayResponse> next;

    /** @param largestBody in bytes; a request with a larger one is answered with 413 */
    public WholeBodies(int largestBody, Function<GatewayRequest, GatewayResponse> next) {
        this.largestBody = largestBody;
        this.next = next;
    }

    @Override
    public GatewayResponse handle(GatewayRequest request, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(largestBody + 1);
        return bytes.length > largestBody
                ? GatewayResponse.error(
                        413, "RequestEntityTooLargeException", "Request body exceeds " + largestBody + " bytes")
                : next.apply(request.withBody(bytes));
    }
}
