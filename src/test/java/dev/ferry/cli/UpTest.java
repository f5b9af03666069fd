package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferry up} as a person runs it: a process of its own. */
@Tag("full")
class UpTest {
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

            assertThat(FerryProcess.refusal(up("--port", port)))
                    .containsExactly("ferry: port " + port + " is taken; end what listens there, or choose another with --port");
        }
    }

    @Test
    void up_refuses_in_one_line_a_template_that_cannot_be_read() throws Exception {
        Files.writeString(directory.resolve("template.yaml"), "Resources: [");

        assertThat(FerryProcess.refusal(up("--port", "0"))).singleElement().asString().startsWith("ferry: ").contains("template.yaml");
    }

    @Test
    void up_refuses_in_one_line_a_data_folder_that_is_a_file() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(FerryProcess.refusal(up("--port", "0", "--data", file.toString())))
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

    private Process up(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("up"));
        arguments.addAll(List.of(options));
        return FerryProcess.start(directory, arguments.toArray(String[]::new));
    }
}
