package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ferry demo --stay}, as a person runs it and looks at its page. */
class DemoIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String READY = "ready at ";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path temporary;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_push_is_seen_arriving_on_its_page() throws Exception {
        Process demo = FerryProcess.start(
                List.of("-Dferry.home=" + Path.of("").toAbsolutePath(), "-Djava.io.tmpdir=" + temporary), "demo", "--stay");
        try (BufferedReader told = demo.inputReader(StandardCharsets.UTF_8)) {
            String ready = told.lines().filter(line -> line.strip().startsWith(READY)).findFirst().orElseThrow();
            URI page = URI.create(ready.strip().substring(READY.length()).split(" ")[0]);
            Thread reader = new Thread(() -> told.lines().forEach(line -> {})); // or the demo would wait for its reader
            reader.setDaemon(true);
            reader.start();

            HttpResponse<String> home = get(page);
            assertThat(home.statusCode()).isEqualTo(200);
            assertThat(home.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");

            // What the story has not; so it goes on after its end.
            await().atMost(PATIENCE).until(() -> ends(page, "3.0"), List.of("COMPLETE", "COMPLETE")::equals);
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    /** Of the push of this tag, as the page has it; none before it was pushed. */
    private List<String> ends(URI page, String tag) throws IOException, InterruptedException {
        JsonNode pushes = new ObjectMapper().readTree(get(page.resolve("/_ferry/console/views/pushes")).body()).path("pushes");
        for (JsonNode push : pushes) {
            if (push.path("imageTag").asText().equals(tag)) {
                return push.path("replications").findValuesAsText("status");
            }
        }
        return List.of();
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
