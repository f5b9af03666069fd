package dev.ferry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TestRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends slowly, and needs no credential for that, keeps nobody else from the local cloud. */
@ExtendWith(LocalCloud.class)
@Tag("full")
class SlowClientsIT {
    private static final String APP = "team/app";
    private static final int CLIENTS = 200;

    private final LocalCloud.Running cloud;
    private final TestRegistry registry;
    private final List<Socket> slow = new ArrayList<>();

    SlowClientsIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
        this.registry = cloud.registry(cloud.newAccount(), "us-west-2").with(APP);
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
    }

    /** @param headers besides those of every request, with their ends of line */
    private void sendSlowly(String methodAndPath, String headers, byte[] some) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), cloud.endpoint().getPort());
        slow.add(socket);
        socket.getOutputStream().write((methodAndPath + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n" + headers
                + "\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().write(some);
    }

    private void pushAndPull() {
        byte[] layer = new byte[9_000_000];
        new Random(7).nextBytes(layer);
        RegistryClient oci = registry.oci();

        assertThat(oci.pushBlob(APP, layer).statusCode()).isEqualTo(201);
        assertThat(oci.pullBlob(APP, Digest.sha256(layer)).body()).isEqualTo(layer);
    }

    private void assertStillWaiting() throws IOException {
        for (Socket socket : slow) {
            assertThat(socket.getInputStream().available()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH /v2/team/app/blobs/uploads/1", "POST /", "PUT /v2/team/app/manifests/1.0", "POST /nothing"})
    void two_hundred_that_send_a_byte_stop_no_push(String methodAndPath) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            sendSlowly(methodAndPath, "", new byte[1]);
        }

        pushAndPull();

        assertStillWaiting();
    }

    @Test
    void those_that_took_all_memory_and_then_stall_stop_no_push() throws IOException {
        String login = registry.ecr().getAuthorizationToken().authorizationData().get(0).authorizationToken();
        RegistryClient oci = registry.oci();
        for (int i = 0; i < 40; i++) {
            String upload = URI.create(oci.begin(APP)).getRawPath();
            sendSlowly("PATCH " + upload, "Authorization: Basic " + login + "\r\n", new byte[1_500_000]);
        }

        pushAndPull();

        assertStillWaiting();
    }
}
