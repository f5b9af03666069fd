package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.AddressSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/** What a client is told of where its registry is. */
@ExtendWith(LocalAws.class)
class RegistryAddressTest {
    private static final String REGION = "us-west-2";
    private static final String APP = "team/app";

    private final String account = ApiServer.newAccount();

    private static ApiServer serving(String domainName) {
        return new ApiServer(FerryBeans.create().with(AddressSettings.class, () -> Optional.ofNullable(domainName)));
    }

    private void assertNamed(ApiServer api, String host) {
        EcrClient ecr = api.ecr(account, REGION);

        assertThat(ecr.createRepository(create -> create.repositoryName(APP)).repository().repositoryUri())
                .isEqualTo(host + "/" + APP);
        assertThat(ecr.describeRepositories().repositories()).extracting(one -> one.repositoryUri())
                .containsExactly(host + "/" + APP);
        assertThat(ecr.getAuthorizationToken().authorizationData()).extracting(AuthorizationData::proxyEndpoint)
                .containsExactly("https://" + host);
        assertThat(ecr.deleteRepository(delete -> delete.repositoryName(APP)).repository().repositoryUri())
                .isEqualTo(host + "/" + APP);
    }

    @Test
    void without_a_domain_name_it_is_where_the_client_asked() {
        try (ApiServer api = serving(null)) {
            assertNamed(api, api.endpoint().getAuthority());
        }
    }

    @Test
    void under_a_domain_name_for_all_registries_each_has_its_own() {
        try (ApiServer api = serving("*.dkr.ecr.us-west-2.example.com")) {
            assertNamed(api, account + ".dkr.ecr.us-west-2.example.com");
        }
    }

    @Test
    void under_a_domain_name_for_one_it_is_that() {
        try (ApiServer api = serving("registry.example.com")) {
            assertNamed(api, "registry.example.com");
        }
    }

    @Test
    @SuppressWarnings("deprecation") // registryIds is what is tested: clients still send it.
    void another_accounts_registry_has_the_host_of_that_account() {
        try (ApiServer api = serving("*.dkr.ecr.us-west-2.example.com")) {
            List<AuthorizationData> data = api.ecr(account, REGION)
                    .getAuthorizationToken(get -> get.registryIds("444455556666", account)).authorizationData();

            assertThat(data).extracting(AuthorizationData::proxyEndpoint).containsExactly(
                    "https://444455556666.dkr.ecr.us-west-2.example.com",
                    "https://" + account + ".dkr.ecr.us-west-2.example.com");
        }
    }
}
