package dev.ferry.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferry gateway} as a person runs it, a process of its own, in front of an endpoint with TLS. */
@Tag("full")
class OpenGatewayTest {
    private static final String PASSWORD = "password";

    @TempDir
    static Path directory;

    private static Path certificates;
    private static HttpsServer stack;

    @BeforeAll
    static void serve() throws Exception {
        certificates = directory.resolve("certificates");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                        "-keystore", certificates.toString(), "-storepass", PASSWORD, "-alias", "stack", "-keyalg", "EC",
                        "-dname", "CN=localhost", "-ext", "SAN=dns:localhost")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(certificates)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        stack = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stack.setHttpsConfigurator(new HttpsConfigurator(tls));
        stack.createContext("/", exchange -> {
            try (exchange) {
                byte[] answer = ("asked for " + exchange.getRequestURI()).getBytes(UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        stack.start();
    }

    @AfterAll
    static void stop() {
        stack.stop(0);
    }

    @Test
    void it_says_when_it_is_ready_passes_requests_on_and_ends_when_it_is_terminated() throws Exception {
        Process ferry = FerryProcess.start(
                List.of("-Djavax.net.ssl.trustStore=" + certificates, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD),
                "gateway", endpoint(), "--port", "0");
        try (BufferedReader out = ferry.inputReader(UTF_8); BufferedReader errors = ferry.errorReader(UTF_8)) {
            HttpResponse<String> answer = get(out.readLine(), "/v2/team/app/tags/list?n=1");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("asked for /v2/team/app/tags/list?n=1");

            ferry.toHandle().destroy(); // the process's own method would close its output

            assertThat(ferry.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(out.readLine()).isNull();
            assertThat(errors.readLine()).isNull();
        } finally {
            ferry.destroyForcibly();
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_trusted() throws Exception {
        Process ferry = FerryProcess.start(directory, "gateway", endpoint(), "--port", "0");
        try (BufferedReader out = ferry.inputReader(UTF_8); BufferedReader errors = ferry.errorReader(UTF_8)) {
            HttpResponse<String> answer = get(out.readLine(), "/v2/");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("\"UNAVAILABLE\"", "no TLS connection to localhost");
            assertThat(errors.readLine()).contains("GET /v2/ got no answer: no TLS connection to localhost");
        } finally {
            ferry.destroyForcibly();
        }
    }

    @Test
    void it_refuses_in_one_line_a_port_that_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(FerryProcess.refusal(FerryProcess.start(directory, "gateway", endpoint(), "--port", port)))
                    .containsExactly("ferry: port " + port + " is taken; end what listens there, or choose another with --port");
        }
    }

    @Test
    void it_refuses_in_one_line_an_endpoint_that_is_none() throws Exception {
        assertThat(FerryProcess.refusal(FerryProcess.start(directory, "gateway", "a1.execute-api.us-west-2.amazonaws.com")))
                .singleElement()
                .asString()
                .startsWith("ferry: 'a1.execute-api.us-west-2.amazonaws.com' is not the http or https URL of a stack");
    }

    private static String endpoint() {
        return "https://localhost:" + stack.getAddress().getPort();
    }

    private static HttpResponse<String> get(String ready, String path) throws IOException, InterruptedException {
        assertThat(ready).matches("ready http://localhost:\\d+");
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(ready.substring("ready ".length()) + path)).build(),
                BodyHandlers.ofString());
    }
}
