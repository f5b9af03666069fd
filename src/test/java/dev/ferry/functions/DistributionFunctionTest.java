package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.service.Services;
import dev.ferry.testing.TemplateSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class DistributionFunctionTest {
    private static final InvokedFunction DISTRIBUTION = new InvokedFunction(DistributionFunction.class);
    private final ReplicationScenario story = new ReplicationScenario();

    static Stream<String> events() {
        return Events.names().stream().filter(name -> name.startsWith("distribution-"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_as_it_stands_has_a_token_that_nobody_minted(String name) {
        JsonNode answer = DISTRIBUTION.invoke(Events.read(name));

        assertThat(answer.get("statusCode").asInt()).isEqualTo(401);
        assertThat(answer.at("/headers/WWW-Authenticate").asText()).startsWith("Basic ");
        assertThat(Events.parse(text(answer)).at("/errors/0/code").asText()).isEqualTo("UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"distribution-base.json", "distribution-base-with-slash.json"})
    void the_base_greets_whoever_has_a_token(String name) {
        JsonNode answer = invoke(name);

        assertThat(answer.get("statusCode").asInt()).isEqualTo(200);
        assertThat(answer.at("/headers/Docker-Distribution-API-Version").asText()).isEqualTo("registry/2.0");
    }

    @Test
    void a_manifest_comes_back_as_it_was_pushed() {
        story.imageIsThere();

        JsonNode answer = invoke("distribution-pull-manifest.json");

        assertThat(answer.get("statusCode").asInt()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo(ReplicationScenario.IMAGE.manifestText());
        assertThat(answer.at("/headers/Docker-Content-Digest").asText()).isEqualTo(ReplicationScenario.IMAGE.digest().toString());
        assertThat(answer.at("/headers/Content-Type").asText()).isEqualTo(ReplicationScenario.IMAGE.mediaType());
    }

    @Test
    void a_manifest_in_base64_is_pushed_however_often_it_comes() {
        story.services.repository(ReplicationScenario.SOURCE);

        for (int time = 0; time < 2; time++) {
            JsonNode answer = invoke("distribution-push-manifest.json");

            assertThat(answer.get("statusCode").asInt()).as(text(answer)).isEqualTo(201);
            assertThat(answer.at("/headers/Location").asText()).startsWith("/v2/team/app/manifests/sha256:");
        }
        assertThat(story.services.tagged(ReplicationScenario.SOURCE, "empty")).isPresent();
    }

    /** The event as it stands, but for a token that was minted just now. */
    private JsonNode invoke(String name) {
        AccessKeyTable keys = new AccessKeyTable(story.services.clients, Services.stack(), new TemplateSettings());
        keys.put(ReplicationScenario.SOURCE.region(), Signing.KEY);
        AuthorizationTokens tokens = new AuthorizationTokens(keys, keys::find, TemplateSettings.servedRegions(), Clock.systemUTC());
        ObjectNode event = Events.read(name);
        ((ObjectNode) event.get("headers"))
                .put("authorization", "Basic " + tokens.mint(ReplicationScenario.SOURCE, Signing.KEY.caller()).value());
        return DISTRIBUTION.invoke(event);
    }

    private static String text(JsonNode answer) {
        return new String(
                Base64.getDecoder().decode(Optional.ofNullable(answer.get("body").textValue()).orElse("")),
                StandardCharsets.UTF_8);
    }
}
