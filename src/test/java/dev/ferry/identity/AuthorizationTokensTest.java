package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.CALLER;
import static dev.ferry.identity.SignedRequests.KEY;
import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ferry.identity.AuthorizationTokens.Claims;
import dev.ferry.identity.AuthorizationTokens.Token;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.testing.TemplateSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AuthorizationTokensTest {
    private static final Registry REGISTRY = Registry.of("444455556666", "us-east-1");
    private static final Registry ELSEWHERE = Registry.of("444455556666", "eu-west-1");

    @TempDir
    static Path data;

    private static AccessKeyTables tables;

    private final MovableClock clock = new MovableClock(SIGNED_AT);
    private final AuthorizationTokens tokens = tokens();

    @BeforeAll
    static void start() throws IOException {
        tables = new AccessKeyTables(data);
        for (String region : List.of("us-east-1", "eu-west-1", "us-west-2", "eu-north-1")) {
            tables.table().put(new RegionName(region), KEY);
        }
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @Test
    void open_returns_what_was_minted_in_any_function_of_the_region() {
        Token token = tokens.mint(REGISTRY, CALLER);

        assertThat(token.expiresAt()).isEqualTo(SIGNED_AT.plus(Duration.ofHours(12)));
        assertThat(tokens().open(password(token))).isEqualTo(new Claims(REGISTRY, CALLER, token.expiresAt()));
        assertThat(tokens().open(password(token), REGISTRY.region()).caller()).isEqualTo(CALLER);
    }

    @Test
    void a_token_is_the_user_AWS_and_a_password_that_shows_nothing() {
        String password = password(tokens.mint(REGISTRY, CALLER));

        assertThat(password).startsWith("us-east-1.").doesNotContain(":");
        byte[] sealed = Base64.getUrlDecoder().decode(password.substring("us-east-1.".length()));
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("444455556666", "arn:aws");
        assertThat(password(tokens.mint(REGISTRY, CALLER))).isNotEqualTo(password);
    }

    @Test
    void open_refuses_a_token_after_twelve_hours() {
        String password = password(tokens.mint(REGISTRY, CALLER));

        clock.pass(Duration.ofHours(12).minusSeconds(1));
        assertThat(tokens.open(password).caller()).isEqualTo(CALLER);
        clock.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> tokens.open(password))
                .hasMessage("Your authorization token has expired. Reauthenticate and try again.")
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.EXPIRED_TOKEN, EcrException::code);
    }

    @Test
    void open_refuses_a_token_of_another_region() {
        String password = password(tokens.mint(REGISTRY, CALLER));
        tokens.mint(ELSEWHERE, CALLER);

        assertThatThrownBy(() -> tokens.open(password, ELSEWHERE.region()))
                .hasMessageStartingWith("The authorization token is of the Region us-east-1, and this registry is in eu-west-1.")
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.UNRECOGNIZED_CLIENT, EcrException::code);
        assertUnrecognized(() -> tokens.open(password.replace("us-east-1.", "eu-west-1.")));
    }

    @Test
    void open_refuses_a_token_of_another_region_even_if_the_keys_were_the_same() {
        RegionName copy = new RegionName("us-west-2");
        String password = password(tokens.mint(REGISTRY, CALLER));
        tables.table().tokenKeyUnlessPresent(copy, tables.table().tokenKey(REGISTRY.region()).orElseThrow());

        assertUnrecognized(() -> tokens.open(password.replace("us-east-1.", "us-west-2.")));
    }

    @Test
    void open_refuses_a_token_of_which_any_bit_was_changed() {
        String password = password(tokens.mint(REGISTRY, CALLER));
        String region = "us-east-1.";
        byte[] sealed = Base64.getUrlDecoder().decode(password.substring(region.length()));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] forged = sealed.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertUnrecognized(() -> tokens.open(region + Base64.getUrlEncoder().encodeToString(forged)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ".", "us-east-1", "us-east-1.", "us-east-1.AAAA", "us-east-1.AAAAAAAAAAAAAAAA", "us-east-1.ä", "xx-moon-1.AAAA",
        "aws-global.AAAA", "US.AAAA", "secret"})
    void open_refuses_what_is_no_token(String password) {
        tokens.mint(REGISTRY, CALLER);

        assertUnrecognized(() -> tokens.open(password));
    }

    @Test
    void open_makes_no_key_in_a_region_that_minted_nothing() {
        RegionName quiet = new RegionName("sa-east-1");

        assertUnrecognized(() -> tokens.open("sa-east-1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        assertThat(tables.table().tokenKey(quiet)).isEmpty();
    }

    @Test
    void deleting_the_key_of_a_region_voids_its_tokens_within_a_minute() {
        Registry registry = Registry.of("444455556666", "eu-north-1");
        String password = password(tokens.mint(registry, CALLER));
        tables.client(registry.region()).deleteItem(delete -> delete.tableName("ferry-access-keys")
                .key(Map.of("accessKeyId", AttributeValue.fromS("authorization-token-key"))));

        clock.pass(Duration.ofSeconds(60));

        assertUnrecognized(() -> tokens.open(password));
        assertThat(tokens.open(password(tokens.mint(registry, CALLER))).registry()).isEqualTo(registry);
    }

    @Test
    void a_token_of_a_revoked_key_is_refused_within_a_minute() {
        Caller caller = SignedRequests.callerWith("REVOKEDACCESSKEY");
        tables.table().put(REGISTRY.region(), AccessKey.longTerm(caller, "secret"));
        String password = password(tokens.mint(REGISTRY, caller));
        assertThat(tokens.open(password).caller()).isEqualTo(caller);
        tables.table().delete(REGISTRY.region(), caller.accessKeyId());

        assertUnrecognized(() -> tokens().open(password));
        clock.pass(Duration.ofSeconds(60));
        assertUnrecognized(() -> tokens.open(password));
    }

    @Test
    void a_token_proves_what_its_key_is_narrowed_to_when_it_is_used() {
        Caller caller = SignedRequests.callerWith("NARROWEDLATER001");
        tables.table().put(REGISTRY.region(), AccessKey.longTerm(caller, "secret"));
        String password = password(tokens.mint(REGISTRY, caller));
        PolicyDocument policy = PolicyDocument.parse(PolicyDocument.Kind.IDENTITY,
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}");
        Caller narrowed =
                new Caller(caller.accessKeyId(), caller.account(), caller.principalArn(), Optional.of(policy));
        tables.table().put(REGISTRY.region(), AccessKey.longTerm(narrowed, "secret"));

        assertThat(tokens().open(password).caller()).isEqualTo(narrowed);
    }

    @Test
    void a_token_is_refused_where_the_stack_has_no_sealing_key() {
        String password = password(tokens.mint(REGISTRY, CALLER));
        AccessKeyTable unconfigured = tables.table(Optional.empty());

        assertUnrecognized(() -> new AuthorizationTokens(unconfigured, unconfigured::find, TemplateSettings.servedRegions(), clock)
                .open(password));
    }

    private AuthorizationTokens tokens() {
        return new AuthorizationTokens(
                tables.table(), new CachedAccessKeys(tables.table(), clock), TemplateSettings.servedRegions(), clock);
    }

    private static String password(Token token) {
        String userAndPassword = new String(Base64.getDecoder().decode(token.value()), StandardCharsets.UTF_8);
        assertThat(userAndPassword).startsWith("AWS:");
        return userAndPassword.substring("AWS:".length());
    }

    private static void assertUnrecognized(ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .hasMessage("The security token included in the request is invalid.")
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.UNRECOGNIZED_CLIENT, EcrException::code);
    }
}
