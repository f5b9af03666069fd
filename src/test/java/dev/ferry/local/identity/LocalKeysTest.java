package dev.ferry.local.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.identity.AccessKeyTables;
import dev.ferry.identity.CachedAccessKeys;
import dev.ferry.identity.Caller;
import dev.ferry.identity.SdkRegions;
import dev.ferry.identity.SignatureVerifier;
import dev.ferry.identity.SignedRequest;
import dev.ferry.identity.Verified;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.TemplateSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKeysTest {
    private static final String LONG_AGO = "20200101";

    @TempDir
    static Path data;

    private static AccessKeyTables tables;

    private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:30:45Z"), ZoneOffset.UTC);
    private final SdkRegions regions = new SdkRegions();
    private final SignatureVerifier function =
            new SignatureVerifier(new CachedAccessKeys(tables.table(), clock), TemplateSettings.servedRegions(), clock);

    @BeforeAll
    static void start() throws IOException {
        tables = new AccessKeyTables(data.resolve("dynamodb"));
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @Test
    void a_function_accepts_what_was_signed_with_an_account_and_any_secret() throws IOException {
        SignedRequest request = signedBy("111122223333", "eu-central-1", "ecr");

        Verified verified = function.verify(keys().signedAgain(request), Set.of("ecr"));

        assertThat(verified).isEqualTo(new Verified(
                new Caller("111122223333", new AccountId("111122223333"), "arn:aws:iam::111122223333:root"),
                new RegionName("eu-central-1"), "ecr"));
    }

    @Test
    void the_caller_is_of_the_partition_of_the_region() throws IOException {
        SignedRequest request = signedBy("111122223333", "cn-north-1", "ecr");

        assertThat(function.verify(keys().signedAgain(request), Set.of("ecr")).caller().principalArn())
                .isEqualTo("arn:aws-cn:iam::111122223333:root");
    }

    @Test
    void signedAgain_keeps_the_request_but_for_its_signature() throws IOException {
        SignedRequest request = signedBy("111122223333", "us-east-1", "iam");

        SignedRequest again = keys().signedAgain(request);

        assertThat(again.headers()).containsAllEntriesOf(Map.of(
                        "host", List.of("localhost:4566"),
                        "content-type", List.of("application/x-amz-json-1.1"),
                        "user-agent", List.of("a client"),
                        "x-amz-date", List.of("20260301T123045Z")))
                .doesNotContainKey("x-amz-security-token");
        assertThat(again.body()).isEqualTo(request.body());
        assertThat(again.path()).isEqualTo("/");
        assertThat(again.method()).isEqualTo("POST");
    }

    @Test
    void signedAgain_signs_a_presigned_request_in_its_headers() throws IOException {
        SignedRequest request = new SignedRequest("GET", "/", "a=%20b&X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=111122223333%2F" + LONG_AGO + "%2Fus-east-1%2Fiam%2Faws4_request&X-Amz-Date=x"
                + "&X-Amz-Expires=1&X-Amz-SignedHeaders=host&X-Amz-Signature=0&X-Amz-Security-Token=t&c",
                Map.of("host", List.of("localhost")), new byte[0]);

        SignedRequest again = keys().signedAgain(request);

        assertThat(again.query()).isEqualTo("a=%20b&c");
        assertThat(function.verify(again, Set.of("iam")).caller().account()).isEqualTo(new AccountId("111122223333"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20200101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=111122223333/20200101/xx-moon-1/ecr/aws4_request, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=1111/20200101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=111122223333, SignedHeaders=host, Signature=0",
        "Basic QVdTOnNlY3JldA=="})
    void signedAgain_leaves_to_the_function_what_names_no_account_or_no_region(String authorization) throws IOException {
        SignedRequest request = new SignedRequest("POST", "/", "",
                Map.of("host", List.of("h"), "x-amz-date", List.of("20200101T000000Z"),
                        "authorization", List.of(authorization)), new byte[0]);

        assertThat(keys().signedAgain(request)).isSameAs(request);
        assertThatThrownBy(() -> function.verify(request, Set.of("ecr"))).isInstanceOf(EcrException.class);
    }

    @Test
    void signedAgain_leaves_to_the_function_what_is_not_signed() throws IOException {
        SignedRequest request = new SignedRequest("GET", "/", "", Map.of("host", List.of("h")), new byte[0]);

        assertThat(keys().signedAgain(request)).isSameAs(request);
    }

    @Test
    void secrets_stay_the_same_in_a_data_directory_and_differ_from_one_to_another() throws IOException {
        LocalSecret first = LocalSecret.in(data.resolve("first"));

        assertThat(LocalSecret.in(data.resolve("first")).of("111122223333")).isEqualTo(first.of("111122223333"));
        assertThat(first.of("444455556666")).isNotEqualTo(first.of("111122223333"));
        assertThat(LocalSecret.in(data.resolve("second")).of("111122223333")).isNotEqualTo(first.of("111122223333"));
    }

    @Test
    void a_secret_file_that_is_cut_short_is_refused() throws IOException {
        Path directory = Files.createDirectories(data.resolve("cut"));
        Files.write(directory.resolve(LocalSecret.FILE), new byte[3]);

        assertThatThrownBy(() -> LocalSecret.in(directory)).isInstanceOf(IOException.class).hasMessageContaining("32 bytes");
    }

    private LocalKeys keys() throws IOException {
        return new LocalKeys(LocalSecret.in(data.resolve("keys")), tables.table(), regions, clock);
    }

    /** A request with a signature that nobody could verify. */
    private static SignedRequest signedBy(String accessKeyId, String region, String service) {
        Map<String, List<String>> headers = new HashMap<>(Map.of(
                "host", List.of("localhost:4566"),
                "content-type", List.of("application/x-amz-json-1.1"),
                "user-agent", List.of("a client"),
                "x-amz-target", List.of("AmazonEC2ContainerRegistry_V20150921.DescribeRegistry"),
                "x-amz-security-token", List.of("left over"),
                "x-amz-date", List.of(LONG_AGO + "T000000Z")));
        headers.put("authorization", List.of("AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/" + LONG_AGO + "/" + region
                + "/" + service + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64)));
        return new SignedRequest("POST", "/", "", headers, "{}".getBytes(StandardCharsets.UTF_8));
    }
}
