package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ferry.api.ApiResponse;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.LocalUpstreams;
import dev.ferry.testing.LoopbackServer;
import dev.ferry.testing.RegistryServer;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.UpstreamServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** What a pull through a cache shows the upstream registry is the secret that the rule names. */
@ExtendWith(LocalAws.class)
class UpstreamCredentialsTest {
    private static final String ENDPOINT = "aws.endpointUrlSecretsManager";
    private static final String READABLE =
            "{\"SecretString\":\"{\\\"username\\\":\\\"reader\\\",\\\"accessToken\\\":\\\"pass\\\"}\"}";

    private final UpstreamServer upstream = new UpstreamServer();
    private final RegistryServer server = new RegistryServer(FerryBeans.create()
            .with(AwsClients.class, new AwsClients())
            .with(UpstreamSettings.class, new LocalUpstreams("registry.k8s.io=" + upstream.endpoint(), true)));
    private final String account = ApiServer.newAccount();
    private final EcrClient ecr = server.api().ecr(account, "us-west-2");
    private final String there = "apps/" + UUID.randomUUID();
    private final TestImage image = Images.image().build();
    private ApiResponse secret;
    private final LoopbackServer secrets = new LoopbackServer(request -> secret);

    @BeforeEach
    void makeRule() {
        System.setProperty(ENDPOINT, secrets.endpoint().toString());
        answer(200, READABLE);
        create("k8s", arn("us-west-2", account));
        upstream.put(there, image, "v1");
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        secrets.close();
        server.close();
        upstream.close();
    }

    private static String arn(String region, String account) {
        return "arn:aws:secretsmanager:" + region + ":" + account + ":secret:ecr-pullthroughcache/ours";
    }

    private void create(String prefix, String credentialArn) {
        ecr.createPullThroughCacheRule(create -> create.ecrRepositoryPrefix(prefix)
                .upstreamRegistryUrl("registry.k8s.io").credentialArn(credentialArn));
    }

    private void answer(int status, String answer) {
        secret = new ApiResponse(status, Map.of(), answer.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(EcrException.class).isThrownBy(call)
                .satisfies(refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private HttpResponse<byte[]> pull(int status, String answer) {
        answer(status, answer);
        return server.client(account, "us-west-2").get("/v2/k8s/" + there + "/manifests/v1");
    }

    @Test
    void a_token_is_fetched_with_the_secret_of_the_rule() {
        RegistryTest.assertStatus(pull(200, READABLE), 200);

        assertThat(upstream.credentials()).containsOnly(
                "Basic " + Base64.getEncoder().encodeToString("reader:pass".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_rule_whose_secret_cannot_be_read_is_refused_and_leaves_nothing_behind() {
        answer(400, "{\"__type\":\"ResourceNotFoundException\"}");
        assertRefused("SecretNotFoundException", () -> create("other", arn("us-west-2", account)));
        assertRefused("SecretNotFoundException", () -> ecr.updatePullThroughCacheRule(
                update -> update.ecrRepositoryPrefix("k8s").credentialArn(arn("us-west-2", account) + "-new")));
        answer(400, "{\"__type\":\"DecryptionFailure\"}");
        assertRefused("UnableToDecryptSecretValueException", () -> create("other", arn("us-west-2", account)));
        answer(400, "{\"__type\":\"AccessDeniedException\"}");
        assertRefused("UnableToAccessSecretException", () -> create("other", arn("us-west-2", account)));
        answer(200, READABLE);
        assertRefused("UnableToAccessSecretException", () -> create("other", arn("eu-west-1", account)));
        assertRefused("UnableToAccessSecretException", () -> create("other", arn("us-west-2", "111122223333")));

        assertThat(ecr.describePullThroughCacheRules(describe -> {}).pullThroughCacheRules()).singleElement()
                .satisfies(rule -> assertThat(rule.credentialArn()).isEqualTo(arn("us-west-2", account)));
        answer(400, "{\"__type\":\"AccessDeniedException\"}");
        ecr.updatePullThroughCacheRule(update -> update.ecrRepositoryPrefix("k8s")
                .customRoleArn("arn:aws:iam::" + account + ":role/puller"));
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
