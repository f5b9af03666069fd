package dev.ferry.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResponseBodyTest {
    private static final byte[] LARGE = new byte[6_000_001];

    private final AtomicInteger largestWrite = new AtomicInteger();

    /** What the server was once given at once, it holds twice for as long as the connection lasts. */
    @Test
    void a_large_body_arrives_and_is_never_given_to_the_server_at_once() throws Exception {
        new Random(7).nextBytes(LARGE);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            byte[] arrived = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray())
                    .body();

            assertThat(arrived).isEqualTo(LARGE);
            assertThat(largestWrite).hasValueBetween(1, 64 * 1024);
        } finally {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, LARGE.length);
            exchange.setStreams(null, new FilterOutputStream(exchange.getResponseBody()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    largestWrite.accumulateAndGet(length, Math::max);
                    out.write(bytes, from, length);
                }
            });
            ResponseBody.write(exchange, LARGE);
        }
    }
}
