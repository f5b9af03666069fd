package dev.ferry.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send a body, or take an answer, too slowly. */
class SlowClientsTest {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LARGE = 64 * 1024 * 1024;

    private final AtomicInteger waitingFor = new AtomicInteger();
    private Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new Gateway(0, Set.of(), new ClientPace(Duration.ofMillis(500), 10_000));
        HttpExchanges answering = new HttpExchanges((request, body) -> {
            if (request.method().equals("DELETE")) {
                return GatewayResponse.message(200, "without the body");
            }
            int sent = body.readAllBytes().length;
            return request.method().equals("GET")
                    ? new GatewayResponse(200, Map.of(), new byte[LARGE])
                    : GatewayResponse.message(200, sent + " bytes");
        }, Duration.ofMillis(100));
        gateway.open(exchange -> {
            waitingFor.incrementAndGet();
            try {
                answering.handle(exchange);
            } finally {
                waitingFor.decrementAndGet();
            }
        });
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Socket begun(String methodAndPath, int length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write((methodAndPath + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        return socket;
    }

    /** Waits until no thread of the gateway waits for a client. */
    private void awaitNobody() {
        await().atMost(Duration.ofMinutes(1)).until(() -> waitingFor.get() == 0);
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"/, RequestTimeoutException", "/v2/team/app/blobs/uploads/1, UNAVAILABLE"})
    void a_body_that_stalls_is_answered_408(String path, String code) throws IOException {
        try (Socket socket = begun("PUT " + path, 100)) {
            socket.getOutputStream().write('.');

            assertThat(answer(socket)).startsWith("HTTP/1.1 408 ").contains(code, "too slowly");
        }
        awaitNobody();
    }

    @Test
    void a_body_that_comes_byte_by_byte_is_answered_408_too() throws IOException {
        try (Socket socket = begun("PUT /", 1_000_000)) {
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                if (socket.getInputStream().available() == 0) {
                    socket.getOutputStream().write('.');
                }
                return socket.getInputStream().available() > 0;
            });

            assertThat(socket.getInputStream().readNBytes(13)).asString(UTF_8).isEqualTo("HTTP/1.1 408 ");
        }
        awaitNobody();
    }

    @Test
    void a_body_that_goes_on_takes_its_time() throws IOException {
        try (Socket socket = begun("PUT /", 20 * 1000)) {
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(new byte[1000]);
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readNBytes(15)).asString(UTF_8).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void what_nobody_wants_is_not_waited_for_without_end() throws IOException {
        try (Socket socket = begun("DELETE /", 1_000_000)) {
            long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                socket.getOutputStream().write(new byte[1000]);
                return System.nanoTime() > end;
            });
            awaitNobody(); // though it stalls now, and is not at its end
        } catch (SocketException hungUp) {
            awaitNobody();
        }
    }

    @Test
    void an_answer_that_nobody_takes_is_given_up() throws IOException {
        try (Socket socket = begun("GET /", 0)) {
            await().until(() -> waitingFor.get() == 1);
            awaitNobody();

            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(LARGE);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
