package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.AccessKeys;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Registry;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.TemplateSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest extends RegistryTest {
    private String token() {
        return ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
    }

    private RegistryResponse ask(String path, String host, String authorization) {
        Map<String, String> headers = new HashMap<>(Map.of("host", host));
        if (!authorization.isEmpty()) {
            headers.put("authorization", authorization);
        }
        return server.door().answer(new HttpRequest("GET", path, "", headers, new byte[0], Optional.empty()));
    }

    private static void assertUnauthorized(RegistryResponse response) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers()).containsEntry("Docker-Distribution-API-Version", "registry/2.0");
        assertThat(response.headers().get("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("{\"errors\":[{\"code\":\"UNAUTHORIZED\"");
    }

    @Test
    void the_token_is_the_password_of_the_user_AWS() {
        assertThat(ask("/v2/", "localhost", "Basic " + token()).status()).isEqualTo(200);
    }

    @Test
    void the_password_alone_is_a_bearer_token() {
        String password = new String(Base64.getDecoder().decode(token()), StandardCharsets.UTF_8).substring("AWS:".length());

        assertThat(ask("/v2/", "localhost", "Bearer " + password).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!", "Basic QVdTOg==", "Basic QVdTOng=", "Bearer x", "Bearer us-west-2.",
        "Negotiate abc", "Basic cm9vdDpyb290", "Bearer us-west-2.AAAA", "Bearer moon-1.AAAA"})
    void without_a_token_or_with_another_one_nobody_gets_in(String authorization) {
        assertUnauthorized(ask("/v2/", "localhost", authorization));
        assertUnauthorized(ask("/v2/" + APP + "/tags/list", "localhost", authorization));
        assertUnauthorized(ask("/nothing", "localhost", authorization));
    }

    @Test
    void an_expired_token_is_refused() {
        AuthorizationTokens earlier = new AuthorizationTokens(
                server.api().beans().get(AccessKeyTable.class), server.api().beans().get(AccessKeys.class), TemplateSettings.servedRegions(),
                Clock.offset(Clock.systemUTC(), Duration.ofHours(-12).minusSeconds(1)));
        String old = earlier.mint(
                Registry.of(account, REGION), server.api().caller("arn:aws:iam::" + account + ":root", REGION)).value();

        assertUnauthorized(ask("/v2/", "localhost", "Basic " + old));
    }

    @Test
    void the_host_names_the_registry() {
        assertThat(ask("/v2/" + APP + "/tags/list", account + ".dkr.ecr." + REGION + ".amazonaws.com", "Basic " + token())
                .status()).isEqualTo(200);
    }

    @Test
    void a_token_of_another_region_is_refused() {
        assertUnauthorized(ask("/v2/", account + ".dkr.ecr.eu-west-1.amazonaws.com", "Basic " + token()));
        assertUnauthorized(ask("/v2/", account + ".dkr.ecr.moon-1.amazonaws.com", "Basic " + token()));
    }

    @Test
    void a_token_of_another_region_is_told_so() {
        RegistryResponse refused = ask("/v2/", account + ".dkr.ecr.eu-west-1.amazonaws.com", "Basic " + token());

        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("The authorization token is of the Region "
                + REGION + ", and this registry is in eu-west-1", "get-login-password --region eu-west-1");
        RegistryResponse forged = ask("/v2/", account + ".dkr.ecr.eu-west-1.amazonaws.com", "Basic "
                + Base64.getEncoder().encodeToString(("AWS:" + REGION + ".Zm9yZ2Vk").getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(forged.body(), StandardCharsets.UTF_8)).doesNotContain("Region");
    }

    @Test
    void another_accounts_registry_is_closed_until_its_policy_opens_it() {
        String other = ApiServer.newAccount();
        String host = other + ".dkr.ecr." + REGION + ".amazonaws.com";
        String tags = "/v2/" + APP + "/tags/list";
        RegistryResponse unknown = ask(tags, host, "Basic " + token());
        server.api().ecr(other, REGION).createRepository(create -> create.repositoryName(APP));
        RegistryResponse closed = ask(tags, host, "Basic " + token());
        server.api().ecr(other, REGION).setRepositoryPolicy(set -> set.repositoryName(APP).policyText("""
                {"Version":"2012-10-17","Statement":[{"Sid":"Readers","Effect":"Allow",
                 "Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"ecr:ListImages"}]}""".formatted(account)));

        assertThat(closed.status()).isEqualTo(403);
        assertThat(new String(closed.body(), StandardCharsets.UTF_8)).contains("\"DENIED\"");
        assertThat(unknown.status()).as("whether the repository is there is not told").isEqualTo(403);
        assertThat(ask(tags, host, "Basic " + token()).status()).isEqualTo(200);
    }

    @Test
    void an_address_that_a_policy_denies_is_refused() {
        server.api().ecr(account, REGION).setRepositoryPolicy(set -> set.repositoryName(APP).force(true).policyText("""
                {"Version":"2012-10-17","Statement":[{"Sid":"Office","Effect":"Deny","Principal":"*","Action":"ecr:*",
                 "Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}]}"""));
        Map<String, String> headers = Map.of("host", "localhost", "authorization", "Basic " + token());
        String tags = "/v2/" + APP + "/tags/list";

        assertThat(server.door().answer(new HttpRequest("GET", tags, "", headers, new byte[0],
                Optional.of("203.0.113.7"))).status()).isEqualTo(200);
        assertThat(server.door().answer(new HttpRequest("GET", tags, "", headers, new byte[0],
                Optional.of("198.51.100.7"))).status()).isEqualTo(403);
    }

    @Test
    void a_region_that_the_account_has_not_enabled_is_closed() {
        String token = server.api().beans().get(AuthorizationTokens.class).mint(
                Registry.of(account, "me-south-1"), server.api().caller("arn:aws:iam::" + account + ":root", "me-south-1"))
                .value();

        assertThat(ask("/v2/", "localhost", "Basic " + token).status()).isEqualTo(403);
    }
}
