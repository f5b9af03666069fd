package dev.ferry.local.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an answer's body to the JDK's server. */
public final class ResponseBody {
    private static final int AT_ONCE = 64 * 1024;

    private ResponseBody() {}

    /** A slice at a time: the server keeps for each connection a buffer of twice what was ever written to it at once. */
    public static void write(HttpExchange exchange, byte[] body) throws IOException {
        OutputStream out = exchange.getResponseBody();
        for (int from = 0; from < body.length; from += AT_ONCE) {
            out.write(body, from, Math.min(AT_ONCE, body.length - from));
        }
    }
}
