package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Presigned URLs beyond the contract: other host names, other keys, and what is not signed. */
class PresignedUrlTest {
    @TempDir
    Path directory;

    private LocalS3 server;

    @BeforeEach
    void start() {
        server = LocalS3.start(directory, 0, id -> Optional.of("secret of " + id).filter(known -> id.startsWith("AKIA")));
        try (S3Client s3 = HttpS3ContractTest.client(server.endpoint())) {
            s3.createBucket(create -> create.bucket("bucket"));
            s3.putObject(put -> put.bucket("bucket").key("k"), RequestBody.fromString("content"));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static S3Presigner presigner(URI endpoint, AwsCredentials credentials) {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    private static URI presigned(URI endpoint, AwsCredentials credentials) throws Exception {
        try (S3Presigner presigner = presigner(endpoint, credentials)) {
            return presigner.presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(get -> get.bucket("bucket").key("k")))
                    .url()
                    .toURI();
        }
    }

    private static AwsCredentials known() {
        return AwsBasicCredentials.create("AKIA1", "secret of AKIA1");
    }

    /** Asks this server, whatever host the URL names. */
    private String get(URI url, String... headers) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            String request = "GET " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: "
                    + url.getAuthority() + "\r\nConnection: close\r\n" + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://registry.example:9000", "http://registry.example", "https://registry.example",
        "https://registry.example:80", "http://registry.example:443", "http://[::1]:9000"
    })
    void a_url_holds_for_whatever_host_it_was_signed_for(String endpoint) throws Exception {
        assertThat(get(presigned(URI.create(endpoint), known()))).contains("200 OK").endsWith("content");
    }

    @Test
    void a_client_in_this_process_needs_a_signature_as_well() throws Exception {
        URI url;
        try (S3Presigner presigner = presigner(server.endpoint(), known())) {
            url = presigner.presignPutObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(put -> put.bucket("bucket").key("k")))
                    .url()
                    .toURI();
        }
        byte[] first = "first, ".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);

        assertThat(server.put(URI.create(url.toString().replace("/k?", "/other?")), first, second)).isEqualTo(403);
        assertThat(server.put(url, first, second)).isEqualTo(200);

        assertThat(get(presigned(server.endpoint(), known()))).endsWith("first, second");
    }

    @Test
    void a_url_does_not_hold_for_another_host() throws Exception {
        URI url = presigned(URI.create("http://registry.example:9000"), known());

        assertThat(get(URI.create(url.toString().replace("9000", "9001")))).contains("SignatureDoesNotMatch");
    }

    @Test
    void a_url_of_an_unknown_key_or_a_wrong_secret_is_refused() throws Exception {
        assertThat(get(presigned(server.endpoint(), AwsBasicCredentials.create("unknown", "secret"))))
                .contains("InvalidAccessKeyId");
        assertThat(get(presigned(server.endpoint(), AwsBasicCredentials.create("AKIA1", "secret of AKIA2"))))
                .contains("SignatureDoesNotMatch");
    }

    @Test
    void a_session_token_is_signed_too() throws Exception {
        URI url = presigned(server.endpoint(), AwsSessionCredentials.create("AKIA1", "secret of AKIA1", "to+ken/="));

        assertThat(get(url)).endsWith("content");
        assertThat(get(URI.create(url.toString().replace("ken%2F", "ken%2Fx")))).contains("SignatureDoesNotMatch");
    }

    @Test
    void an_authorization_header_neither_spoils_nor_replaces_the_signature() throws Exception {
        URI url = presigned(server.endpoint(), known());
        URI forged = URI.create(url.toString().replaceAll("X-Amz-Signature=.{8}", "X-Amz-Signature=00000000"));

        assertThat(get(url, "Authorization: Bearer of another service\r\n")).endsWith("content");
        assertThat(get(forged, "Authorization: AWS4-HMAC-SHA256 Credential=AKIA1\r\n")).contains("SignatureDoesNotMatch");
    }

    @Test
    void a_header_that_s3_gives_a_meaning_must_be_signed() throws Exception {
        URI url = presigned(server.endpoint(), known());

        assertThat(get(url, "x-amz-checksum-mode: ENABLED\r\n")).contains("403").contains("AccessDenied");
        assertThat(get(url, "Range: bytes=0-1\r\n")).contains("206").endsWith("co");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"})
    void a_url_that_lacks_a_part_of_its_signature_is_refused(String parameter) throws Exception {
        String url = presigned(server.endpoint(), known()).toString();

        assertThat(get(URI.create(url.replaceAll(parameter + "=[^&]*&?", ""))))
                .contains("400 ")
                .contains("AuthorizationQueryParametersError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "99999999999", "soon"})
    void a_url_holds_for_a_second_at_least_and_a_week_at_most(String seconds) throws Exception {
        String url = presigned(server.endpoint(), known()).toString();

        assertThat(get(URI.create(url.replaceAll("X-Amz-Expires=\\d+", "X-Amz-Expires=" + seconds))))
                .contains("AuthorizationQueryParametersError");
    }

    @Test
    void a_url_without_its_signature_is_refused() throws Exception {
        String url = presigned(server.endpoint(), known()).toString();

        assertThat(get(URI.create(url.replaceAll("&X-Amz-Signature=[^&]*", "")))).contains("400 ");
        assertThat(get(URI.create(url.replaceAll("&X-Amz-(Signature|Algorithm)=[^&]*", "")
                        .replaceAll("\\?X-Amz-Algorithm=[^&]*&", "?"))))
                .contains("403 ");
    }

    @Test
    void a_url_does_not_hold_for_a_method_that_nobody_knows() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(presigned(server.endpoint(), known()))
                .method("PROPFIND", HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(501);
    }

    @Test
    void a_presigned_put_stores_the_object() throws Exception {
        try (S3Presigner presigner = presigner(server.endpoint(), known())) {
            PresignedPutObjectRequest put = presigner.presignPutObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                    .putObjectRequest(object -> object.bucket("bucket").key("put").contentType("text/plain")));
            HttpRequest request = HttpRequest.newBuilder(put.url().toURI())
                    .header("Content-Type", "text/plain")
                    .PUT(HttpRequest.BodyPublishers.ofString("by url"))
                    .build();

            assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
        try (S3Client s3 = HttpS3ContractTest.client(server.endpoint())) {
            assertThat(s3.getObjectAsBytes(get -> get.bucket("bucket").key("put")).asUtf8String()).isEqualTo("by url");
        }
    }

    @Test
    void a_url_does_not_hold_before_it_was_signed() {
        PresignedUrlVerifier early = new PresignedUrlVerifier(
                id -> Optional.of("secret of " + id), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> early.verify(request(presigned(server.endpoint(), known()))))
                .withMessage("Request is not valid yet");
    }

    private static S3Request request(URI url) {
        return new S3Request(
                "GET", url.getPath(), UriText.decodeQuery(url.getRawQuery()),
                Map.of("host", url.getAuthority()), InputStream.nullInputStream());
    }
}
