package dev.ferry.local.http;

import java.io.IOException;
import java.io.InputStream;

/** Answers a request whose body is still to be read. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * @param request without its body
     * @param body    which need not be read to its end
     * @throws IOException if the client broke off
     */
    GatewayResponse handle(GatewayRequest request, InputStream body) throws IOException;
}
