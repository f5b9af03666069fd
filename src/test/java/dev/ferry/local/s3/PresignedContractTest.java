package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a presigned URL of S3 gives its bearer, on top of the rest that S3 keeps over HTTP. */
abstract class PresignedContractTest extends HttpS3ContractTest {
    @Test
    void a_presigned_url_gives_its_bearer_the_object() throws Exception {
        put("k +ü", "hello".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = get(presigned("k +ü", "application/vnd.oci.image.layer.v1.tar"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.oci.image.layer.v1.tar");
    }

    @Test
    void a_presigned_url_grants_nothing_but_what_was_signed() throws Exception {
        put("k", bytes(10, 1));
        put("secret", bytes(10, 2));
        String url = presigned("k", "text/plain").toString();

        assertThat(get(URI.create(url.replace("/k?", "/secret?"))).body()).contains("SignatureDoesNotMatch");
        assertThat(get(URI.create(url.replace("text%2Fplain", "text%2Fhtml"))).body())
                .contains("SignatureDoesNotMatch");
        assertThat(get(URI.create(url.replaceAll("X-Amz-Expires=\\d+", "X-Amz-Expires=90000"))).statusCode())
                .isEqualTo(403);
        HttpRequest delete = HttpRequest.newBuilder(URI.create(url)).DELETE().build();
        assertThat(HttpClient.newHttpClient().send(delete, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_presigned_url_expires() throws Exception {
        put("k", bytes(10, 1));

        HttpResponse<String> answer = get(signedAt(Instant.now().minusSeconds(120), Duration.ofSeconds(60), endpoint()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("AccessDenied").contains("Request has expired");
    }
}
