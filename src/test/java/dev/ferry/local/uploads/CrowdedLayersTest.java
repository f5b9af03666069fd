package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.PART;
import static dev.ferry.local.uploads.LayerBodies.SMALL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.local.http.WholeBodies;
import dev.ferry.registry.Digest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many layers at once, large ones, slow ones: memory stays bounded, and none stops another. */
class CrowdedLayersTest extends LargeLayersTest {
    @Test
    @Tag("full")
    void a_layer_is_never_held_as_a_whole() throws Exception {
        long size = 3L * Integer.MAX_VALUE / 20;
        HttpResponse<String> answer = send("PATCH", UPLOADS + "1", BodyPublishers.ofInputStream(() -> new Zeros(size)));

        assertThat(answer.headers().firstValue("range")).hasValue("0-" + (size - 1));
        assertThat(uploads.largestBody()).isZero();
    }

    @Test
    void layers_of_which_little_came_wait_for_no_other() throws Exception {
        int many = 100;
        CyclicBarrier all = new CyclicBarrier(many);
        LayerBodies bodies = new LayerBodies(request -> meeting(all), new BodyMemory(folder, 1), new WholeBodies(SMALL, MEMORY, uploads));
        try (Gateway crowded = new Gateway(0)) {
            crowded.open(new HttpExchanges(bodies));
            HttpRequest request = HttpRequest.newBuilder(URI.create(crowded.endpoint() + UPLOADS + "1?digest=sha256:abc"))
                    .PUT(BodyPublishers.ofByteArray(new byte[1000]))
                    .build();
            HttpClient client = client();

            List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(() ->
                            client.sendAsync(request, BodyHandlers.ofString()))
                    .limit(many)
                    .toList();

            answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
        }
    }

    private static GatewayResponse meeting(CyclicBarrier all) {
        try {
            all.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return GatewayResponse.message(201, "Created");
    }

    @Test
    void where_memory_is_short_layers_come_over_disk_of_which_nothing_stays() throws Exception {
        try (Gateway crowded = new Gateway(0)) {
            crowded.open(new HttpExchanges(new LayerBodies(
                    uploads, new BodyMemory(folder, 100_000), new WholeBodies(SMALL, MEMORY, uploads))));

            HttpResponse<String> answer = client().send(
                    HttpRequest.newBuilder(URI.create(crowded.endpoint() + UPLOADS + "1"))
                            .method("PATCH", BodyPublishers.ofByteArray(LAYER)).build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(uploads.stored()).containsExactly("/1/1 " + PART, "/1/2 " + PART, "/2/rest 1000");
            assertThat(uploads.sha256()).isEqualTo(Digest.sha256(LAYER).hex());
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void a_layer_leaves_its_memory_to_the_next() throws Exception {
        BodyMemory ofOneLayer = new BodyMemory(folder.resolve("no such folder"), 2 * PART); // so that nothing can be put on disk
        try (Gateway crowded = new Gateway(0)) {
            crowded.open(new HttpExchanges(new LayerBodies(uploads, ofOneLayer, new WholeBodies(SMALL, MEMORY, uploads))));
            HttpRequest request = HttpRequest.newBuilder(URI.create(crowded.endpoint() + UPLOADS + "1"))
                    .method("PATCH", BodyPublishers.ofByteArray(LAYER)).build();

            for (int layer = 0; layer < 3; layer++) {
                assertThat(client().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
            }
        }
    }

    @Test
    void two_hundred_slow_clients_stop_no_push() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort());
                slow.add(socket);
                socket.getOutputStream().write(("PATCH " + UPLOADS + i + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + SIZE
                        + "\r\n\r\n.").getBytes(ISO_8859_1));
            }

            HttpResponse<String> answer = send("PUT", UPLOADS + "1?digest=sha256:abc", BodyPublishers.ofByteArray(LAYER));

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(uploads.sha256()).isEqualTo(Digest.sha256(LAYER).hex());
            assertThat(slow).allSatisfy(socket -> assertThat(socket.getInputStream().available()).isZero());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Many bytes that take no place. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int some = (int) Math.min(length, left);
            left -= some;
            return some == 0 ? -1 : some;
        }
    }
}
