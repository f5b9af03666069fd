package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ApiResponse;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.LocalUpstreams;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.RegistryServer;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.UpstreamServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An upstream that says nothing more keeps no pull beyond a function's 30 seconds; the timeout is that, on a busy machine. */
@ExtendWith(LocalAws.class)
@Tag("full")
@Timeout(60)
class StalledUpstreamTest {
    private static final String REGION = "us-west-2";

    private final UpstreamServer upstream = new UpstreamServer();
    private final RegistryServer server = new RegistryServer(FerryBeans.create()
            .with(UpstreamSettings.class, new LocalUpstreams("registry.k8s.io=" + upstream.endpoint())));
    private final String account = ApiServer.newAccount();
    private final String there = "apps/" + UUID.randomUUID();
    private final TestImage image = Images.image().layers(1).build();
    private final List<Socket> held = new CopyOnWriteArrayList<>();
    private final ServerSocket stalled;

    StalledUpstreamTest() throws IOException {
        stalled = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void makeRule() {
        server.api().ecr(account, REGION).createPullThroughCacheRule(
                create -> create.ecrRepositoryPrefix("k8s").upstreamRegistryUrl("registry.k8s.io"));
        upstream.put(there, image, "v1");
    }

    @AfterEach
    void stop() throws IOException {
        stalled.close();
        for (Socket socket : held) {
            socket.close();
        }
        server.close();
        upstream.close();
    }

    /** Has this path answered with these bytes and then nothing, on a connection that stays open. */
    private void stall(String path, byte[] said) {
        upstream.answer(path, new ApiResponse(
                307, Map.of("Location", "http://127.0.0.1:" + stalled.getLocalPort() + "/"), new byte[0]));
        Thread thread = new Thread(() -> {
            try {
                Socket socket = stalled.accept();
                held.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(said);
                out.flush();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void assertNotServed() {
        RegistryClient registry = server.client(account, REGION);
        RegistryTest.assertError(registry.get("/v2/k8s/" + there + "/manifests/v1"), 502, "UNKNOWN");
        assertThat(held).hasSize(1);
    }

    @Test
    void one_that_accepts_and_never_answers_is_unavailable() {
        stall("/v2/" + there + "/manifests/v1", new byte[0]);

        assertNotServed();
    }

    @Test
    void one_that_sends_half_of_a_layer_and_stops_is_unavailable() {
        TestImage.Blob layer = image.layers().get(0);
        byte[] half = Arrays.copyOf(layer.bytes(), layer.bytes().length / 2);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Length: " + layer.bytes().length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] said = Arrays.copyOf(head, head.length + half.length);
        System.arraycopy(half, 0, said, head.length, half.length);
        stall("/v2/" + there + "/blobs/" + layer.digest(), said);

        assertNotServed();
        assertThat(server.api().ecr(account, REGION)
                .listImages(list -> list.repositoryName("k8s/" + there)).imageIds()).isEmpty();
    }
}
