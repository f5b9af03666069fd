package dev.ferry.local.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.local.Ferry;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferry up} as a person runs it: a process of its own. */
class UpTest {

    /** What ./ferry runs. */
    private static final String CLASS_PATH = String.join(
            File.pathSeparator, "target/local/ferry-local.jar", "target/classes", "target/local/lib/cloud/*");

    @TempDir
    Path directory;

    private ProbeHome home;

    @BeforeEach
    void prepare() throws Exception {
        home = ProbeHome.in(directory);
    }

    @AfterEach
    void clear() throws IOException {
        home.forgetLibraries();
    }

    @Test
    void up_says_when_it_is_ready_and_leaves_no_process_when_it_is_terminated() throws Exception {
        Process ferry = up("--port", "0");
        try (BufferedReader out = ferry.inputReader(StandardCharsets.UTF_8)) {
            String ready = out.readLine();
            assertThat(ready).matches("ready http://localhost:\\d+");
            List<ProcessHandle> children = childrenWithAFunction(ferry, ready);

            ferry.toHandle().destroy(); // the process's own method would close its output

            assertThat(ferry.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(out.readLine()).isNull();
            await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            ferry.destroyForcibly();
        }
    }

    @Test
    void up_leaves_no_process_when_it_is_killed() throws Exception {
        Process ferry = up("--port", "0");
        try (BufferedReader out = ferry.inputReader(StandardCharsets.UTF_8)) {
            List<ProcessHandle> children = childrenWithAFunction(ferry, out.readLine());

            ferry.destroyForcibly();

            await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void up_refuses_in_one_line_a_port_that_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refusal(up("--port", port)))
                    .containsExactly("ferry: port " + port + " is taken; end what listens there, or choose another with --port");
        }
    }

    @Test
    void up_refuses_in_one_line_a_template_that_cannot_be_read() throws Exception {
        Files.writeString(directory.resolve("template.yaml"), "Resources: [");

        assertThat(refusal(up("--port", "0"))).singleElement().asString().startsWith("ferry: ").contains("template.yaml");
    }

    @Test
    void up_refuses_in_one_line_a_data_folder_that_is_a_file() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(refusal(up("--port", "0", "--data", file.toString())))
                .singleElement()
                .asString()
                .startsWith("ferry: ")
                .contains(file + " is not a folder");
    }

    /** DynamoDB Local, and a function that was called. */
    private static List<ProcessHandle> childrenWithAFunction(Process ferry, String ready) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ready.substring("ready ".length())).resolve("/"))
                .POST(BodyPublishers.ofString("hello"))
                .build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        List<ProcessHandle> children = ferry.descendants().toList();
        assertThat(children).hasSize(2);
        return children;
    }

    private static List<String> refusal(Process ferry) throws IOException, InterruptedException {
        try (BufferedReader errors = ferry.errorReader(StandardCharsets.UTF_8)) {
            List<String> lines = errors.lines().toList();
            assertThat(ferry.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ferry.exitValue()).isEqualTo(1);
            return lines;
        }
    }

    private Process up(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dferry.home=" + directory,
                "-cp",
                CLASS_PATH,
                Ferry.class.getName(),
                "up"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }
}
