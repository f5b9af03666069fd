package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.LimitSettings;
import dev.ferry.distribution.OciApi;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Registry;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;

/** An account that asks too much is told so at every door, in the words that its clients try again for. */
class ThrottledAccountTest extends ApiTest {
    private static final int BURST = 5;

    @Test
    void each_api_tells_an_account_that_it_asks_too_much() {
        try (ApiServer strict = strict(1_000);
                EcrClient throttled = strict.ecr(account, REGION);
                EcrClient other = strict.ecr(ApiServer.newAccount(), REGION);
                IamClient iam = strict.iam(account);
                AccountClient management = strict.accountManagement(account)) {
            for (int i = 0; i < BURST; i++) {
                throttled.describeRegistry(describe -> {});
                management.listRegions(list -> {});
            }

            assertRefused(() -> throttled.describeRegistry(describe -> {}), "ThrottlingException", "Rate exceeded");
            refused(() -> management.listRegions(list -> {}), 400, "ThrottlingException");
            refused(() -> iam.getRole(get -> get.roleName("any")), 400, "Throttling");
            assertThat(other.describeRegistry(describe -> {}).registryId()).isNotEqualTo(account);
        }
    }

    @Test
    void container_tools_are_told_when_to_come_back() {
        try (ApiServer strict = strict(1_000)) {
            for (int i = 0; i < BURST; i++) {
                assertThat(base(strict).status()).isEqualTo(200);
            }

            RegistryResponse refused = base(strict);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("TOOMANYREQUESTS");
            assertThat(Integer.parseInt(refused.headers().get("Retry-After"))).isBetween(1, 10_000);
        }
    }

    @Test
    void an_account_opens_no_more_uploads_than_it_may() {
        create("app");
        try (ApiServer strict = strict(1); EcrClient throttled = strict.ecr(account, REGION)) {
            throttled.initiateLayerUpload(begin -> begin.repositoryName("app"));

            assertThat(refused(() -> throttled.initiateLayerUpload(begin -> begin.repositoryName("app")),
                    400, "ThrottlingException").awsErrorDetails().errorMessage()).contains("1 layer uploads open");
        }
    }

    @Test
    void another_account_uses_up_its_own_uploads_in_a_registry_and_not_the_owners() {
        create("app");
        String other = ApiServer.newAccount();
        ecr.setRepositoryPolicy(set -> set.repositoryName("app")
                .policyText(PolicyTexts.allow(other, "ecr:InitiateLayerUpload")));
        try (ApiServer strict = strict(1); EcrClient owner = strict.ecr(account, REGION);
                EcrClient stranger = strict.ecr(other, REGION)) {
            stranger.initiateLayerUpload(begin -> begin.registryId(account).repositoryName("app"));
            refused(() -> stranger.initiateLayerUpload(begin -> begin.registryId(account).repositoryName("app")),
                    400, "ThrottlingException");

            assertThat(owner.initiateLayerUpload(begin -> begin.repositoryName("app")).uploadId()).isNotEmpty();
        }
    }

    @Test
    void a_narrowed_key_uses_up_neither_the_uploads_nor_the_requests_of_its_account() {
        create("app");
        String principal = "arn:aws:iam::" + account + ":user/narrow";
        try (ApiServer strict = strict(1); EcrClient owner = strict.ecr(account, REGION);
                EcrClient narrow = strict.ecrAs(principal, REGION)) {
            strict.narrow(principal, REGION, """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""");
            narrow.initiateLayerUpload(begin -> begin.repositoryName("app"));
            assertThat(refused(() -> {
                for (int i = 0; i < BURST; i++) {
                    narrow.describeRegistry(describe -> {});
                }
            }, 400, "ThrottlingException").awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");

            owner.describeRegistry(describe -> {});
            assertThat(owner.initiateLayerUpload(begin -> begin.repositoryName("app")).uploadId()).isNotEmpty();
        }
    }

    private RegistryResponse base(ApiServer server) {
        String token = server.beans().get(AuthorizationTokens.class)
                .mint(Registry.of(account, REGION), server.caller("arn:aws:iam::" + account + ":root", REGION)).value();
        return server.beans().get(OciApi.class).answer(new HttpRequest(
                "GET", "/v2/", "", Map.of("Host", "localhost", "Authorization", "Basic " + token), new byte[0],
                Optional.empty()));
    }

    /** A server of a stack in which a burst is a few requests, and no token flows in, as its clock stands still. */
    private static ApiServer strict(int openUploads) {
        Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        return new ApiServer(FerryBeans.create().with(Clock.class, clock).with(LimitSettings.class, new LimitSettings() {
            @Override
            public int requestsPerSecond() {
                return 1;
            }

            @Override
            public int requestBurst() {
                return BURST;
            }

            @Override
            public int openUploads() {
                return openUploads;
            }
        }));
    }
}
