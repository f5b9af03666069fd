package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ApiResponse;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.LoopbackServer;
import dev.ferry.testing.RegistryServer;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.UpstreamServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a pull through a cache shows the upstream registry is the secret that the rule names. */
@ExtendWith(LocalAws.class)
class UpstreamCredentialsTest {
    private static final String ENDPOINT = "aws.endpointUrlSecretsManager";

    private final UpstreamServer upstream = new UpstreamServer();
    private final RegistryServer server = new RegistryServer(FerryBeans.create()
            .with(AwsClients.class, new AwsClients())
            .with(UpstreamSettings.class, () -> Optional.of("registry.k8s.io=" + upstream.endpoint())));
    private final String account = ApiServer.newAccount();
    private final String there = "apps/" + UUID.randomUUID();
    private final TestImage image = Images.image().build();
    private ApiResponse secret;
    private final LoopbackServer secrets = new LoopbackServer(request -> secret);

    @BeforeEach
    void makeRule() {
        System.setProperty(ENDPOINT, secrets.endpoint().toString());
        server.api().ecr(account, "us-west-2").createPullThroughCacheRule(create -> create.ecrRepositoryPrefix("k8s")
                .upstreamRegistryUrl("registry.k8s.io")
                .credentialArn("arn:aws:secretsmanager:us-west-2:" + account + ":secret:ecr-pullthroughcache/ours"));
        upstream.put(there, image, "v1");
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        secrets.close();
        server.close();
        upstream.close();
    }

    private HttpResponse<byte[]> pull(int status, String answer) {
        secret = new ApiResponse(status, Map.of(), answer.getBytes(StandardCharsets.UTF_8));
        return server.client(account, "us-west-2").get("/v2/k8s/" + there + "/manifests/v1");
    }

    @Test
    void a_token_is_fetched_with_the_secret_of_the_rule() {
        RegistryTest.assertStatus(
                pull(200, "{\"SecretString\":\"{\\\"username\\\":\\\"reader\\\",\\\"accessToken\\\":\\\"pass\\\"}\"}"), 200);

        assertThat(upstream.credentials()).containsOnly(
                "Basic " + Base64.getEncoder().encodeToString("reader:pass".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void without_its_secret_the_upstream_is_not_asked() {
        RegistryTest.assertError(pull(400, "{\"__type\":\"ResourceNotFoundException\"}"), 403, "DENIED");
        RegistryTest.assertError(pull(400, "{\"__type\":\"DecryptionFailure\"}"), 403, "DENIED");
        RegistryTest.assertError(pull(400, "{\"__type\":\"AccessDeniedException\"}"), 403, "DENIED");
        RegistryTest.assertError(pull(200, "{\"SecretString\":\"pass\"}"), 403, "DENIED");
        RegistryTest.assertError(pull(200, "{\"SecretString\":\"{}\"}"), 403, "DENIED");

        assertThat(upstream.requests()).isEmpty();
    }
}
