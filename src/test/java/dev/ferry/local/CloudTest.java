package dev.ferry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.cli.ProbeHome;
import dev.ferry.local.lambda.RecordedLog;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything together, with a small function of the tests in place of Ferry's. */
@Tag("full")
class CloudTest {
    private static final String AUTHORIZATION = "AWS4-HMAC-SHA256 "
            + "Credential=%s/20200101/%s/%s/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";

    @TempDir
    static Path directory;

    private static final RecordedLog LOG = new RecordedLog();
    private static ProbeHome home;
    private static Cloud cloud;

    @BeforeAll
    static void start() throws Exception {
        home = ProbeHome.in(directory);
        cloud = Cloud.start(home.settings(0, LOG));
    }

    @AfterAll
    static void stop() throws IOException {
        cloud.close();
        home.forgetLibraries();
    }

    @Test
    void a_request_reaches_its_function_signed_anew_for_its_account_and_region() throws Exception {
        HttpResponse<String> response = post("ecr", "111122223333", "eu-west-1", "ListImages", "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode event = new ObjectMapper().readTree(response.body()); // the function echoes its event
        assertThat(event.at("/headers/authorization").asText())
                .contains("Credential=111122223333/", "/eu-west-1/ecr/aws4_request")
                .doesNotContain("20200101");
        assertThat(LOG.lines()).anyMatch(line -> line.matches("Echo: answered in eu-west-1, \\d+ ms"));
    }

    @Test
    void events_that_are_put_reach_the_functions_of_their_rules() throws Exception {
        String entry = "{\"Entries\":[{\"Source\":\"probe\",\"DetailType\":\"t\",\"Detail\":\"{}\"}]}";

        HttpResponse<String> response = post("events", "111122223333", "sa-east-1", "AWSEvents.PutEvents", entry);

        assertThat(response.statusCode()).isEqualTo(200);
        await().until(() -> LOG.lines().stream().anyMatch(line -> line.startsWith("OnEvent: answered in sa-east-1")));
    }

    @Test
    void the_port_and_the_data_belong_to_one_cloud() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Cloud.start(home.settings(taken.getLocalPort(), LOG)))
                    .isInstanceOf(BindException.class);
        }
        assertThatThrownBy(() -> Cloud.start(home.settings(0, LOG)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(home.data() + " is in use");
    }

    private static HttpResponse<String> post(String service, String account, String region, String target, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(cloud.endpoint().resolve("/"))
                .header("Authorization", AUTHORIZATION.formatted(account, region, service))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", target)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofString());
    }
}
