package dev.ferry.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server that only speaks HTTP does with what is none. */
class HeaderTimeoutTest {
    private static final int LONG_MILLIS = 60_000;
    private static final byte[] BEGINNING_OF_TLS = {0x16, 3, 1, 0, 100, 1, 0, 0, 96};

    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Far longer than any test waits. */
    private final HeaderTimeout headers = new HeaderTimeout(threads, Duration.ofDays(1));
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(headers);
        server.createContext("/", exchange -> {
            headers.arrived();
            answered.join();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        answered.complete(null);
        server.stop(0);
        headers.close();
        threads.shutdownNow();
    }

    @Test
    void hangs_up_on_who_tries_tls_but_not_on_whose_answer_takes_longer() throws IOException {
        try (Socket plain = begun("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
                Socket tls = begun(BEGINNING_OF_TLS)) {
            assertThat(tls.getInputStream().read()).isEqualTo(-1);

            answered.complete(null);
            assertThat(new String(plain.getInputStream().readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 204");
        }
    }

    @Test
    void hangs_up_on_who_sends_a_part_of_the_headers() throws IOException {
        try (Socket socket = begun("GET / HTTP/1.1\r\nHost: loc".getBytes(ISO_8859_1))) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket begun(byte[] bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
        socket.setSoTimeout(LONG_MILLIS);
        socket.getOutputStream().write(bytes);
        return socket;
    }
}
