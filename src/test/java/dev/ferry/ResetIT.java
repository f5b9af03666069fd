package dev.ferry;

import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.cli.Ferry;
import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.RawRequest;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a local cloud says of itself, and that it can be emptied while it runs. */
@ExtendWith(LocalCloud.class)
@Tag("full")
@Isolated("empties what the other classes use")
class ResetIT {
    private final LocalCloud.Running cloud;

    ResetIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
    }

    @Test
    void what_was_there_is_gone_and_what_comes_after_replicates() throws Exception {
        String account = cloud.newAccount();
        TestRegistry west = cloud.registry(account, "us-west-2").with("team/app");
        TestRegistry ireland = cloud.registry(account, "eu-west-1");
        west.replicatingTo(ireland);
        TestImage first = image(1);
        west.push("team/app", first, "1");
        west.awaitComplete("team/app", tag("1"));

        assertThat(ask("POST", "/_ferry/reset").statusCode()).isEqualTo(200);

        assertThat(layersIn(cloud.data())).isEmpty();
        assertThat(west.hasRepository("team/app")).isFalse();
        assertThat(ireland.hasRepository("team/app")).isFalse();
        west.with("team/app").push("team/app", image(2), "2");
        assertThat(west.statuses("team/app", tag("2"))).as("its configuration is gone, too").isEmpty();
        west.replicatingTo(ireland).push("team/app", first, "1");
        west.awaitComplete("team/app", tag("1"));
        ireland.pull("team/app", tag("1"));
    }

    @Test
    void an_account_that_was_there_before_is_there_again_once_it_asks() throws Exception {
        String account = cloud.newAccount();
        TestRegistry west = cloud.registry(account, "us-west-2");
        TestRegistry ireland = cloud.registry(account, "eu-west-1");
        west.replicatingTo(ireland);
        assertThat(registriesOfStatus()).contains(account);

        assertThat(ask("POST", "/_ferry/reset").statusCode()).isEqualTo(200);

        assertThat(registriesOfStatus()).doesNotContain(account);
        west.replicatingTo(ireland);
        assertThat(registriesOfStatus()).contains(account);
    }

    @Test
    void replications_under_way_do_not_come_back() throws Exception {
        String account = cloud.newAccount();
        TestRegistry west = cloud.registry(account, "us-west-2");
        TestRegistry ireland = cloud.registry(account, "eu-west-1");
        for (int round = 0; round < 3; round++) {
            west.with("team/app").replicatingTo(ireland);
            for (int image = 0; image < 5; image++) {
                west.push("team/app", image(100 + 10 * round + image), "1");
            }

            assertThat(ask("POST", "/_ferry/reset").statusCode()).isEqualTo(200);

            // The same path, behind whatever was left of the old ones.
            west.with("team/later").replicatingTo(ireland).push("team/later", image(200 + round), "1");
            west.awaitComplete("team/later", tag("1"));
            assertThat(ireland.hasRepository("team/app")).isFalse();
            assertThat(ireland.hasRepository("team/later")).isTrue();
        }
    }

    @Test
    void its_health_says_what_works_and_which_regions_are_in_use() throws Exception {
        cloud.registry(cloud.newAccount(), "sa-east-1").with("team/app");

        HttpResponse<String> health = ask("GET", "/_ferry/health");

        assertThat(health.statusCode()).isEqualTo(200);
        JsonNode told = new ObjectMapper().readTree(health.body());
        assertThat(told.path("status").asText()).isEqualTo("ready");
        assertThat(told.path("version").asText()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
        assertThat(told.path("regions")).extracting(JsonNode::asText).contains("sa-east-1");
        assertThat(told.path("parts").properties())
                .extracting(part -> part.getKey() + " " + part.getValue().asText())
                .containsExactlyInAnyOrder("dynamodb ready", "functions ready");
    }

    @ParameterizedTest
    @CsvSource({"Origin, https://attacker.example", "Sec-Fetch-Site, cross-site", "Host, attacker.example"})
    void a_web_page_empties_nothing(String header, String value) throws Exception {
        TestRegistry west = cloud.registry(cloud.newAccount(), "us-west-2").with("team/kept");
        Map<String, String> headers = header.equals("Host") ? Map.of(header, value) : Map.of("Host", "localhost", header, value);

        for (String path : List.of("/_ferry/reset", "/_ferry/health", "//_ferry/reset")) {
            String answer = new RawRequest("POST", path, headers, new byte[0]).exchange(cloud.endpoint());
            assertThat(answer).startsWith("HTTP/1.1 403 ");
        }

        assertThat(west.hasRepository("team/kept")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"GET, /_ferry/reset, 405", "POST, /_ferry/health, 405", "GET, /_ferry/other, 404"})
    void nothing_else_is_answered_there(String method, String path, int status) throws Exception {
        assertThat(ask(method, path).statusCode()).isEqualTo(status);
    }

    private String registriesOfStatus() {
        StringWriter told = new StringWriter();
        int code = Ferry.commandLine().setOut(new PrintWriter(told, true)).execute("status", "--data", cloud.data().toString());
        assertThat(code).isZero();
        return told.toString();
    }

    private static TestImage image(int seed) {
        return Images.image().seed(seed).build();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = cloud.endpoint().resolve(path);
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private static List<Path> layersIn(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("s3"))) {
            return files.filter(file -> file.getParent().endsWith("data")).toList();
        }
    }
}
