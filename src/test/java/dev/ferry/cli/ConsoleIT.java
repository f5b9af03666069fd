package dev.ferry.cli;

import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.cli.console.Console;
import dev.ferry.cli.console.ShownCommands;
import dev.ferry.local.control.ConsolePaths;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.RawRequest;
import dev.ferry.testing.TestRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;

/** What the console answers a browser, of a cloud whose functions run. */
@ExtendWith(LocalCloud.class)
@Tag("full")
class ConsoleIT {
    private final LocalCloud.Running cloud;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Console console;
    private Gateway gateway;

    ConsoleIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
    }

    @BeforeEach
    void open() throws IOException {
        console = Console.told(
                LocalStackOf.running(cloud.data(), StackOptions.PREFIX),
                ShownCommands.ofLocal(Optional.empty(), cloud.data()));
        gateway = new Gateway(0);
        ConsolePaths paths = new ConsolePaths(new HttpExchanges((request, body) -> GatewayResponse.message(404, "an API")));
        paths.show(console);
        gateway.open(paths);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/_ferry/console/main.js", "/_ferry/console/console.css", "/_ferry/console/views/about"})
    void a_browser_is_told_to_load_and_run_nothing_else(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).doesNotContain("http://localhost", "https://").doesNotContain("<script>", "style=\"", "innerHTML");
    }

    @ParameterizedTest
    @CsvSource({"GET, /_ferry/console/..%2fdev, 404", "GET, /_ferry/console/views/other, 404", "GET, /_ferry/console/retry, 405",
        "POST, /_ferry/console/views/rules, 405", "GET, /_ferry/console/views/image, 400", "POST, /, 404",
        "GET, /_ferry/console/views/images?registry=%3Cscript%3E/us-west-2, 400"})
    void nothing_else_is_answered(String method, String path, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.endpoint().resolve(path)).method(method, BodyPublishers.noBody()).build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }

    @Test
    void its_views_hold_what_arrived_and_what_did_not_and_why() throws Exception {
        TestRegistry source = cloud.registry(cloud.newAccount(), "us-west-2").with("team/app");
        TestRegistry ireland = cloud.registry(source.account(), "eu-west-1");
        TestRegistry partner = cloud.registry(cloud.newAccount(), "eu-west-1");
        source.replicatingTo(ireland, partner);
        source.push("team/app", Images.image().seed(41).build(), "1.0");
        source.awaitEnds("team/app", tag("1.0"));
        String registry = source.account() + "/us-west-2";

        JsonNode failure = only(view("failures"), "failures", "registry", registry);
        assertThat(failure.path("failureCode").asText()).isEqualTo("AccessDenied");
        assertThat(failure.path("destination").asText()).isEqualTo(partner.account() + "/eu-west-1");

        JsonNode push = only(view("pushes"), "pushes", "registry", registry);
        assertThat(push.path("imageTag").asText()).isEqualTo("1.0");
        assertThat(push.path("replications")).extracting(one -> one.path("status").asText())
                .containsExactlyInAnyOrder("COMPLETE", "FAILED");

        JsonNode arrived = only(view("overview"), "routes", "to", source.account() + "/eu-west-1");
        assertThat(arrived.path("arrived").asInt()).isEqualTo(1);
        assertThat(arrived.path("p50Millis").asLong()).isPositive();
        assertThat(only(view("overview"), "routes", "to", partner.account() + "/eu-west-1").path("failed").asInt()).isEqualTo(1);

        JsonNode images = view("images?registry=" + registry + "&repository=team/app");
        JsonNode image = images.path("images").path(0);
        assertThat(image.path("at").properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder(registry, source.account() + "/eu-west-1");
        assertThat(images.path("picked")).hasSize(2);

        JsonNode one = view("image?registry=" + registry + "&repository=team/app&tag=1.0&digest=" + image.path("imageDigest").asText());
        assertThat(one.path("rules")).extracting(rule -> rule.path("replicates").asBoolean()).containsExactlyInAnyOrder(true, false);
        assertThat(one.path("lastPush").path("pushId").asText()).isEqualTo(push.path("pushId").asText());
        assertThat(one.path("manifest").asText()).contains("schemaVersion");

        JsonNode rules = only(view("rules"), "registries", "registry", registry).path("rules");
        assertThat(rules.path(0).path("repositories").path(0).asText()).isEqualTo("team/app");
        assertThat(rules.path(0).path("verdicts").toString()).contains("AccessDenied");
    }

    @Test
    void a_failure_is_attempted_anew_for_its_own_page_alone() throws Exception {
        TestRegistry source = cloud.registry(cloud.newAccount(), "us-west-2").with("team/app");
        TestRegistry partner = cloud.registry(cloud.newAccount(), "eu-west-1");
        source.replicatingTo(partner);
        source.push("team/app", Images.image().seed(42).build(), "1.0");
        source.awaitEnds("team/app", tag("1.0"));
        JsonNode failure = only(view("failures"), "failures", "registry", source.account() + "/us-west-2");
        String retry = "/_ferry/console/retry?push=" + failure.path("pushId").asText();
        partner.allowing(source);

        for (Map<String, String> foreign : List.of(
                Map.of("Host", "localhost"),
                Map.of("Host", "localhost", "X-Ferry-Console", "1", "Origin", "https://attacker.example"),
                Map.of("Host", "localhost", "X-Ferry-Console", "1", "Sec-Fetch-Site", "cross-site"),
                Map.of("Host", "attacker.example", "X-Ferry-Console", "1"))) {
            assertThat(new RawRequest("POST", retry, foreign, new byte[0]).exchange(gateway.endpoint())).startsWith("HTTP/1.1 403 ");
        }
        assertThat(source.statuses("team/app", tag("1.0"))).extracting(ImageReplicationStatus::statusAsString).containsExactly("FAILED");

        String begun = new RawRequest("POST", retry, Map.of("Host", "localhost", "X-Ferry-Console", "1"), new byte[0])
                .exchange(gateway.endpoint());

        assertThat(begun).startsWith("HTTP/1.1 200 ").contains("{\"begun\":1}");
        source.awaitComplete("team/app", tag("1.0"));
    }

    @Test
    void its_commands_are_about_the_cloud_that_it_shows_from_another_process() throws Exception {
        ShownCommands commands = ShownCommands.ofLocal(Optional.of(cloud.endpoint()), cloud.data());

        JsonNode about = new ObjectMapper().readTree(beside(Console.asking(() -> { throw new AssertionError(); }, commands), "about").body());

        assertThat(about.path("endpoint").asText()).isEqualTo(cloud.endpoint().toString());
        assertThat(about.path("options")).extracting(JsonNode::asText)
                .containsExactly("--data", cloud.data().toAbsolutePath().toString());
    }

    @Test
    void a_cloud_that_has_ended_is_told_of() throws Exception {
        Supplier<Stack> ended = () -> { throw new UncheckedIOException(new IOException("no local cloud runs")); };

        HttpResponse<String> answer = beside(Console.asking(ended, ShownCommands.ofDeployed()), "overview");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("no local cloud runs");
    }

    @Test
    @Timeout(60)
    void a_page_that_listens_is_told_of_a_write() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.endpoint().resolve("/_ferry/console/events")).build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        try (BufferedReader events = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo("retry: 1000");
            console.written("us-west-2", "{\"TableName\":\"ferry-uploads\"}");
            assertThat(events.lines().anyMatch("event: changed"::equals)).isTrue();
        }
    }

    private HttpResponse<String> beside(Console other, String view) throws Exception {
        try (Gateway own = new Gateway(0)) {
            own.open(other);
            URI address = own.endpoint().resolve("/_ferry/console/views/" + view);
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        }
    }

    private JsonNode view(String name) throws Exception {
        HttpResponse<String> answer = get("/_ferry/console/views/" + name);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(gateway.endpoint().resolve(path)).build(), BodyHandlers.ofString());
    }

    private static JsonNode only(JsonNode view, String list, String name, String value) {
        return StreamSupport.stream(view.path(list).spliterator(), false)
                .filter(one -> one.path(name).asText().equals(value))
                .reduce((first, second) -> { throw new AssertionError("two of " + value); })
                .orElseThrow(() -> new AssertionError("none of " + value + " in " + view));
    }
}
