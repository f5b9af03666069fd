package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Registry;
import dev.ferry.testing.ApiServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The repositories of a registry, told page by page to whom may describe them. */
class CatalogTest extends RegistryTest {
    @BeforeEach
    void createMore() {
        List.of("a/first", "b/second", "z_last").forEach(this::create);
    }

    private static List<String> names(HttpResponse<byte[]> page) {
        assertStatus(page, 200);
        List<String> names = new ArrayList<>();
        json(page).get("repositories").forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    void all_repositories_are_listed_by_name() {
        assertThat(names(registry.get("/v2/_catalog"))).containsExactly("a/first", "b/second", APP, "z_last");
    }

    @Test
    void pages_lead_to_each_other() {
        HttpResponse<byte[]> first = registry.get("/v2/_catalog?n=3");
        String link = header(first, "Link");

        assertThat(names(first)).containsExactly("a/first", "b/second", APP);
        assertThat(link).endsWith(">; rel=\"next\"");
        HttpResponse<byte[]> second = registry.get(link.substring(1, link.indexOf('>')));
        assertThat(names(second)).containsExactly("z_last");
        assertThat(second.headers().firstValue("Link")).isEmpty();
        assertThat(names(registry.get("/v2/_catalog?n=0"))).isEmpty();
        assertError(registry.get("/v2/_catalog?n=many"), 400, "PAGINATION_NUMBER_INVALID");
        assertError(registry.get("/v2/_catalog?last=UPPER"), 400, "NAME_INVALID");
    }

    @Test
    void what_the_caller_may_not_describe_is_left_out() {
        String guest = ApiServer.newAccount();
        ecr.setRepositoryPolicy(set -> set.repositoryName("b/second").policyText("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
                 "Action":"ecr:DescribeRepositories"}]}""".formatted(guest)));
        ecr.setRepositoryPolicy(set -> set.repositoryName("z_last").policyText("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                 "Action":"ecr:DescribeRepositories"}]}"""));

        assertThat(names(registry.get("/v2/_catalog"))).containsExactly("a/first", "b/second", APP);
        assertThat(listedTo(guest)).isEqualTo("{\"repositories\":[\"b/second\"]}");
    }

    /** What another account is told, which names the registry by its host. */
    private String listedTo(String guest) {
        String token = server.api().beans().get(AuthorizationTokens.class)
                .mint(Registry.of(guest, REGION), server.api().caller("arn:aws:iam::" + guest + ":root", REGION)).value();
        return new String(server.door().answer(new HttpRequest("GET", "/v2/_catalog", "",
                Map.of("host", account + ".dkr.ecr." + REGION + ".amazonaws.com", "authorization", "Basic " + token),
                new byte[0], Optional.empty())).body(), StandardCharsets.UTF_8);
    }

    @Test
    void it_is_read_only_and_not_without_a_login() {
        assertError(registry.send("DELETE", "/v2/_catalog"), 405, "UNSUPPORTED");
        assertError(registry.authorizedBy("").get("/v2/_catalog"), 401, "UNAUTHORIZED");
    }
}
