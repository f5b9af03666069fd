package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.registry.RegionName;
import dev.ferry.service.Services;
import dev.ferry.testing.PackagedFunctions;
import dev.ferry.testing.TemplateSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a deployed stack says that a registry is, and that it is there: with a domain name of its own, and without. */
@Tag("full")
@ExtendWith(PackagedFunctions.class)
@ResourceLock("packaged functions")
class DeployedAddressIT {
    private static final String CERTIFICATE = "arn:aws:acm:us-west-2:111122223333:certificate/1";

    private final PackagedFunctions.Running functions;

    DeployedAddressIT(PackagedFunctions.Running functions) {
        this.functions = functions;
        new AccessKeyTable(new Services().clients, Services.stack(), new TemplateSettings())
                .put(new RegionName("us-west-2"), Signing.KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                            a1b2c3d4e5.execute-api.us-west-2.amazonaws.com",
        "registry.example.com,          registry.example.com",
        "*.dkr.ecr.us-west-2.example.com, 111122223333.dkr.ecr.us-west-2.example.com"
    })
    void a_container_tool_logs_in_and_finds_the_repository_where_the_api_says(String domainName, String host) {
        Map<String, String> stack = domainName.isEmpty()
                ? Map.of()
                : Map.of("DomainName", domainName, "CertificateArn", CERTIFICATE);
        String name = "address/at-" + host;

        JsonNode created = ask(stack, "CreateRepository", "{\"repositoryName\": \"" + name + "\"}");
        JsonNode described = ask(stack, "DescribeRepositories", "{\"repositoryNames\": [\"" + name + "\"]}");
        JsonNode login = ask(stack, "GetAuthorizationToken", "{}").at("/authorizationData/0");

        assertThat(created.at("/repository/repositoryUri").asText()).isEqualTo(host + "/" + name);
        assertThat(described.at("/repositories/0/repositoryUri").asText()).isEqualTo(host + "/" + name);
        assertThat(login.get("proxyEndpoint").asText()).isEqualTo("https://" + host);
        String token = login.get("authorizationToken").asText();
        assertThat(get(stack, host, "/v2/", token).get("statusCode").asInt()).isEqualTo(200);
        JsonNode tags = get(stack, host, "/v2/" + name + "/tags/list", token);
        assertThat(tags.get("statusCode").asInt()).isEqualTo(200);
        assertThat(Events.parse(new String(Base64.getDecoder().decode(tags.get("body").asText()), StandardCharsets.UTF_8))
                .get("name").asText()).isEqualTo(name);
    }

    private JsonNode ask(Map<String, String> stack, String operation, String body) {
        ObjectNode event = Events.read("api-describe-registry.json").put("body", body);
        ((ObjectNode) event.get("headers"))
                .put("x-amz-target", "AmazonEC2ContainerRegistry_V20150921." + operation)
                .put("content-length", Integer.toString(body.length()));
        JsonNode answer = invoke(stack, "ApiFunction", Signing.afresh(event, Clock.systemUTC()));
        assertThat(answer.get("statusCode").asInt()).as(answer.toString()).isEqualTo(200);
        return Events.parse(answer.get("body").asText());
    }

    private JsonNode get(Map<String, String> stack, String host, String path, String token) {
        ObjectNode event = Events.read("distribution-base-with-slash.json").put("rawPath", path);
        ((ObjectNode) event.get("headers")).put("host", host).put("authorization", "Basic " + token);
        ((ObjectNode) event.get("requestContext")).put("domainName", host);
        ((ObjectNode) event.at("/requestContext/http")).put("path", path);
        return invoke(stack, "DistributionFunction", event);
    }

    private JsonNode invoke(Map<String, String> stack, String function, JsonNode event) {
        InvocationResult result = functions.invoke(stack, function, event.toString());
        assertThat(result).isInstanceOf(InvocationResult.Success.class);
        return Events.parse(new String(result.payload(), StandardCharsets.UTF_8));
    }
}
