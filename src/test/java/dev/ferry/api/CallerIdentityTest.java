package dev.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.SignedCall;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** STS's GetCallerIdentity, as a client sends it. */
class CallerIdentityTest extends ApiTest {
    private static final String WHO_AM_I = "Action=GetCallerIdentity&Version=2011-06-15";

    private final String root = "arn:aws:iam::" + account + ":root";

    private String key(String principalArn) {
        return api.caller(principalArn, REGION).accessKeyId();
    }

    private ApiResponse ask(String key, String secret, String service, String form) {
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        return api.beans().get(AwsApi.class)
                .answer(new SignedCall(service, REGION, "/", headers, form).by(key, secret));
    }

    private String told(String key, String form) {
        return text(ask(key, "secret of " + key, "sts", form));
    }

    private static String text(ApiResponse response) {
        return new String(response.body(), UTF_8);
    }

    @Test
    void an_accounts_root_is_told_who_it_is() {
        assertThat(told(key(root), WHO_AM_I))
                .startsWith("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">")
                .contains("<Arn>" + root + "</Arn><UserId>" + account + "</UserId><Account>" + account + "</Account>");
    }

    @Test
    void another_principal_is_told_its_own_arn() {
        String user = "arn:aws:iam::" + account + ":user/ci";

        assertThat(told(key(user), WHO_AM_I)).contains("<Arn>" + user + "</Arn><UserId>" + key(user) + "</UserId>");
    }

    @Test
    void who_proves_nothing_is_told_nothing() {
        String key = key(root);

        assertThat(text(ask(key, "another secret", "sts", WHO_AM_I))).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(ask(key, "secret of " + key, "iam", WHO_AM_I).status()).isEqualTo(403);
        assertThat(text(ask("AKIAIOSFODNN7EXAMPLE", "any", "sts", WHO_AM_I))).contains("<Code>InvalidClientTokenId</Code>");
    }

    @Test
    void the_rest_of_sts_is_said_to_be_missing() {
        assertThat(told(key(root), "Action=AssumeRole&Version=2011-06-15"))
                .contains("<Code>InvalidAction</Code>", "not AssumeRole");
    }
}
