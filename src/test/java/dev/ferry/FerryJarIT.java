package dev.ferry;

import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.TestRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar ferry.jar} on a machine that has Java and nothing else: an empty folder, an empty home. */
@Tag("full")
class FerryJarIT {
    private static final String MIRROR = "MVNW_REPOURL";
    private static final String NOWHERE = "http://127.0.0.1:9/";

    @TempDir
    private Path folder;

    @Test
    void the_first_start_fetches_dynamodb_local_and_later_ones_need_no_network() throws Exception {
        Path jar = Files.copy(Path.of("target/ferry.jar"), folder.resolve("ferry.jar"));
        try (Stream<Path> there = Files.list(folder)) {
            assertThat(there).containsExactly(jar);
        }
        assertThat(namesIn(jar)).as("its licence lets nobody pass it on").noneMatch(name -> name.matches(".*DynamoDBLocal[^/]*\\.jar"));

        List<String> errors = new CopyOnWriteArrayList<>();
        Process first = start(mirror(), "up", "--port", "0");
        try {
            URI endpoint = ready(first, errors);
            assertThat(errors).anyMatch(line -> line.matches("ferry: fetching DynamoDB Local from .*, once: .* of .* files, .* MB"));
            assertThat(answerToTls(endpoint)).as("what of the JDK is opened by its manifest").startsWith("HTTP/1.0 400 ");
            replicateBetween(endpoint, "1");
            assertThat(said(start(NOWHERE, "status", "--region", "us-west-2"))).contains("us-west-2");
            assertThat(said(start(NOWHERE, "env"))).contains("export AWS_ENDPOINT_URL=" + endpoint);
        } finally {
            end(first);
        }

        Process second = start(NOWHERE, "up", "--port", "0");
        try {
            replicateBetween(ready(second, errors), "2");
        } finally {
            end(second);
        }
    }

    @Test
    void without_a_network_the_first_start_says_what_it_needs() throws Exception {
        Files.copy(Path.of("target/ferry.jar"), folder.resolve("ferry.jar"));

        Process ferry = start(NOWHERE, "up", "--port", "0");

        assertThat(ferry.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ferry.exitValue()).isEqualTo(1);
        assertThat(ferry.errorReader(StandardCharsets.UTF_8).lines().toList())
                .last().asString().startsWith("ferry: cannot fetch ").contains(MIRROR);
        assertThat(said(start(NOWHERE, "help"))).contains("backfill");
    }

    private static String answerToTls(URI endpoint) throws IOException {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1});
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void replicateBetween(URI endpoint, String tag) {
        TestRegistry west = new TestRegistry(endpoint, "111122223333", "us-west-2");
        TestRegistry ireland = new TestRegistry(endpoint, "111122223333", "eu-west-1");
        if (!west.hasRepository("team/app")) {
            west.with("team/app").replicatingTo(ireland);
        }
        west.push("team/app", Images.image().seed(tag.hashCode()).build(), tag);
        west.awaitComplete("team/app", tag(tag));
        ireland.pull("team/app", tag(tag));
    }

    private static List<String> namesIn(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    /** This machine's own repository, which the build has filled. */
    private static String mirror() {
        String told = System.getProperty("maven.repo.local");
        Path repository = told == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(told);
        return repository.toUri().toString();
    }

    private Process start(String mirror, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder.resolve("home"), "-jar", "ferry.jar"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("XDG_CACHE_HOME");
        environment.remove("XDG_DATA_HOME");
        environment.put(MIRROR, mirror);
        return builder.start();
    }

    /** Reads on what it logs, so that it never waits for a reader. */
    private static URI ready(Process ferry, List<String> errors) throws IOException {
        BufferedReader log = ferry.errorReader(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> log.lines().forEach(errors::add));
        reader.setDaemon(true);
        reader.start();
        String line = ferry.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(line).startsWith("ready ");
        return URI.create(line.substring("ready ".length()));
    }

    private static String said(Process ferry) throws IOException, InterruptedException {
        String output = new String(ferry.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ferry.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static void end(Process ferry) throws InterruptedException {
        ferry.destroy();
        assertThat(ferry.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
