package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/** Container tools get a user and a password. */
class AuthorizationTokenTest extends ApiTest {

    private AuthorizationTokens.Claims claims(AuthorizationData data) {
        String login = new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
        assertThat(login).startsWith("AWS:");
        return api.beans().get(AuthorizationTokens.class).open(login.substring("AWS:".length()));
    }

    @Test
    void token_is_for_the_callers_own_registry() {
        AuthorizationData data = ecr.getAuthorizationToken(get -> {}).authorizationData().get(0);

        assertThat(data.proxyEndpoint()).isEqualTo("https://" + api.endpoint().getAuthority());
        assertThat(Duration.between(Instant.now(), data.expiresAt()))
                .isBetween(Duration.ofHours(12).minusMinutes(1), Duration.ofHours(12));
        assertThat(claims(data).registry()).isEqualTo(Registry.of(account, REGION));
        assertThat(claims(data).caller().principalArn()).isEqualTo("arn:aws:iam::" + account + ":root");
    }

    @Test
    @SuppressWarnings("deprecation") // registryIds is what is tested: clients still send it.
    void token_of_each_registry_that_is_named_is_the_callers() {
        var data = ecr.getAuthorizationToken(get -> get.registryIds("444455556666", account)).authorizationData();

        assertThat(data).extracting(one -> claims(one).registry()).containsExactly(
                Registry.of("444455556666", REGION), Registry.of(account, REGION));
        assertThat(claims(data.get(0)).caller().account().value()).isEqualTo(account);
    }

    @Test
    @SuppressWarnings("deprecation") // As above.
    void registry_that_is_no_account_is_refused() {
        assertRefused(() -> ecr.getAuthorizationToken(get -> get.registryIds("4444")), "InvalidParameterException",
                invalid("registryIds.1.member", "must satisfy regular expression '[0-9]{12}'"));
    }
}
