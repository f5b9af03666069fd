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
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server that only speaks HTTP does with what is none. */
class HeaderTimeoutTest {
    private static final int LONG_MILLIS = 60_000;
    private static final byte[] BEGINNING_OF_TLS = {0x16, 3, 1, 0, 100, 1, 0, 0, 96};
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] PART_OF_A_REQUEST = "GET / HTTP/1.1\r\nHost: loc".getBytes(ISO_8859_1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Far longer than any test waits. */
    private final HeaderTimeout headers = new HeaderTimeout(threads, Duration.ofDays(1));
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile Executor executor = headers;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> executor.execute(task));
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
    void tells_who_tries_tls_in_http_and_hangs_up() throws IOException {
        try (Socket socket = begun(BEGINNING_OF_TLS)) {
            assertThat(toItsEnd(socket)).satisfies(HeaderTimeoutTest::saysThatThisIsNoRequest);
        }
    }

    @Test
    void tells_who_sends_a_part_of_the_headers_and_hangs_up() throws IOException {
        try (Socket socket = begun(PART_OF_A_REQUEST)) {
            assertThat(toItsEnd(socket)).satisfies(HeaderTimeoutTest::saysThatThisIsNoRequest);
        }
    }

    @Test
    void tells_nothing_to_whose_answer_takes_longer() throws IOException {
        try (Socket plain = begun(REQUEST);
                Socket tls = begun(BEGINNING_OF_TLS)) {
            toItsEnd(tls);
            assertThat(plain.getInputStream().available()).isZero();

            answered.complete(null);
            assertThat(answer(plain)).startsWith("HTTP/1.1 204");
        }
    }

    /** It may not have read its last answer yet, and nothing more might fit into its socket. */
    @Test
    void hangs_up_without_a_word_on_whose_next_request_stops() throws IOException {
        answered.complete(null);
        try (Socket socket = begun(REQUEST)) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 204");

            socket.getOutputStream().write(PART_OF_A_REQUEST);
            assertThat(toItsEnd(socket)).isEmpty();
        }
    }

    @Test
    void hangs_up_without_a_word_where_the_servers_connections_are_hidden() throws IOException {
        executor = task -> headers.execute(task::run);
        try (Socket socket = begun(BEGINNING_OF_TLS)) {
            assertThat(toItsEnd(socket)).isEmpty();
        }
    }

    private static void saysThatThisIsNoRequest(String answer) {
        assertThat(answer).startsWith("HTTP/1.0 400 Bad Request\r\nConnection: close\r\n");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(answer).contains("\r\nContent-Length: " + body.length() + "\r\n");
        assertThat(body).contains("HTTP, without TLS");
    }

    private static String toItsEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** The next one, which has no body. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) socket.getInputStream().read());
        }
        return answer.toString();
    }

    private Socket begun(byte[] bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
        socket.setSoTimeout(LONG_MILLIS);
        socket.getOutputStream().write(bytes);
        return socket;
    }
}
