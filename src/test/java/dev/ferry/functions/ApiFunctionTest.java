package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.SignatureVerifier;
import dev.ferry.registry.RegionName;
import dev.ferry.service.Services;
import dev.ferry.testing.TemplateSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class ApiFunctionTest {
    private static final InvokedFunction API = new InvokedFunction(ApiFunction.class);
    private static final Instant SIGNED_AT = Instant.parse("2025-11-02T10:15:30Z");

    private final ReplicationScenario story = new ReplicationScenario();

    static Stream<String> events() {
        return Events.names().stream().filter(name -> name.startsWith("api-"));
    }

    @BeforeEach
    void knowTheKey() {
        AccessKeyTable keys = new AccessKeyTable(story.services.clients, Services.stack(), new TemplateSettings());
        for (String region : Set.of("us-west-2", "us-east-1")) {
            keys.put(new RegionName(region), Signing.KEY);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_was_rightly_signed_in_its_time(String name) {
        JsonNode event = Events.read(name);
        SignatureVerifier verifier = new SignatureVerifier(
                (region, id) -> Optional.of(Signing.KEY), TemplateSettings.servedRegions(), Clock.fixed(SIGNED_AT, ZoneOffset.UTC));

        assertThat(verifier.verify(Signing.request(event), Set.of("ecr", "iam", "account")).caller())
                .isEqualTo(Signing.KEY.caller());
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_as_it_stands_is_answered_that_its_signature_has_expired(String name) {
        JsonNode answer = API.invoke(Events.read(name));

        assertThat(answer.get("statusCode").asInt()).isBetween(400, 403);
        assertThat(answer.get("body").asText()).contains("Signature expired: 20251102T101530Z is now earlier than");
    }

    @Test
    void describe_registry_tells_of_the_registry() {
        JsonNode first = body(invokeSigned("api-describe-registry.json", 200));
        story.services.configure(ReplicationScenario.SOURCE, ReplicationScenario.SAME_ACCOUNT);
        JsonNode second = body(invokeSigned("api-describe-registry.json", 200));

        assertThat(first.get("registryId").asText()).isEqualTo("111122223333");
        assertThat(first.at("/replicationConfiguration/rules")).isEmpty();
        assertThat(second.at("/replicationConfiguration/rules/0/destinations/0/region").asText())
                .isEqualTo("eu-west-1");
    }

    @Test
    void the_address_that_a_request_comes_from_can_be_denied() {
        invokeOperation("PutRegistryPolicy", JsonNodeFactory.instance.objectNode().put("policyText", """
                {"Version":"2012-10-17","Statement":[{"Sid":"Elsewhere","Effect":"Deny","Principal":"*","Action":"ecr:*",
                 "Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.17"}}}]}"""));
        JsonNode denied = invokeSigned("api-describe-registry.json", 400);
        invokeOperation("DeleteRegistryPolicy", JsonNodeFactory.instance.objectNode());

        assertThat(denied.get("body").asText()).contains("with an explicit deny in a resource-based policy");
    }

    private static void invokeOperation(String operation, ObjectNode input) {
        ObjectNode event = Events.read("api-describe-registry.json").put("body", input.toString());
        ((ObjectNode) event.get("headers")).put("x-amz-target", "AmazonEC2ContainerRegistry_V20150921." + operation);
        JsonNode answer = API.invoke(Signing.afresh(event, Clock.systemUTC()));
        assertThat(answer.get("statusCode").asInt()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void get_role_finds_the_role_of_an_account_that_replicates() {
        story.services.configure(ReplicationScenario.SOURCE, ReplicationScenario.SAME_ACCOUNT);

        assertThat(invokeSigned("api-get-role.json", 200).get("body").asText())
                .contains("<RoleName>AWSServiceRoleForECRReplication</RoleName>");
    }

    @Test
    void a_region_is_enabled_and_disabled_again_however_often_it_is_asked_for() {
        for (int time = 0; time < 2; time++) {
            invokeSigned("api-enable-region.json", 200);
            assertThat(optStatus()).isEqualTo("ENABLED");
            assertThat(body(invokeSigned("api-list-regions.json", 200)).get("Regions")).singleElement()
                    .satisfies(region -> assertThat(region.get("RegionName").asText()).isEqualTo("me-south-1"));
        }
        for (int time = 0; time < 2; time++) {
            invokeSigned("api-disable-region.json", 200);
            assertThat(optStatus()).isEqualTo("DISABLED");
        }
    }

    private String optStatus() {
        return body(invokeSigned("api-get-region-opt-status.json", 200)).get("RegionOptStatus").asText();
    }

    @Test
    void a_request_without_a_signature_is_refused() {
        ObjectNode event = Events.read("api-describe-registry.json");
        ((ObjectNode) event.get("headers")).remove("authorization");

        JsonNode answer = API.invoke(event);

        assertThat(answer.get("statusCode").asInt()).isBetween(400, 403);
        assertThat(answer.get("body").asText()).contains("MissingAuthenticationToken");
    }

    @Test
    void a_body_that_is_no_json_is_refused_and_breaks_nothing() {
        ObjectNode event = Events.read("api-describe-registry.json").put("body", "{\"");

        JsonNode answer = API.invoke(Signing.afresh(event, Clock.systemUTC()));

        assertThat(answer.get("statusCode").asInt()).isEqualTo(400);
        assertThat(answer.get("body").asText()).contains("SerializationException");
        invokeSigned("api-describe-registry.json", 200);
    }

    @Test
    void a_body_in_base64_is_the_same_request() {
        ObjectNode event = Signing.afresh(Events.read("api-describe-registry.json"), Clock.systemUTC());
        event.put("body", "e30=").put("isBase64Encoded", true);

        assertThat(API.invoke(event).get("statusCode").asInt()).isEqualTo(200);
    }

    private JsonNode invokeSigned(String name, int status) {
        JsonNode answer = API.invoke(Signing.afresh(Events.read(name), Clock.systemUTC()));
        assertThat(answer.get("statusCode").asInt()).as(answer.toString()).isEqualTo(status);
        return answer;
    }

    private static JsonNode body(JsonNode answer) {
        return Events.parse(answer.get("body").asText());
    }
}
