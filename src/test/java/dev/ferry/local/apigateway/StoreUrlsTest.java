package dev.ferry.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.s3.LocalS3;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The store behind the gateway, asked by names that it does not know. */
class StoreUrlsTest {
    private static final StaticCredentialsProvider KEY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("LOCALKEY", "secret"));
    private static final String LAYER = "the layer";

    @TempDir
    private Path folder;

    private LocalS3 store;
    private Gateway gateway;
    private URI presigned;
    /** What a function answers. */
    private GatewayResponse answer;

    @BeforeEach
    void open() throws IOException {
        store = LocalS3.start(folder, 0, key -> key.equals("LOCALKEY") ? Optional.of("secret") : Optional.empty());
        S3Configuration paths = S3Configuration.builder().pathStyleAccessEnabled(true).build();
        try (S3Client s3 = S3Client.builder().region(Region.US_WEST_2).credentialsProvider(KEY)
                        .endpointOverride(store.endpoint()).serviceConfiguration(paths)
                        .httpClient(ApacheHttpClient.create()).build();
                S3Presigner presigner = S3Presigner.builder().region(Region.US_WEST_2).credentialsProvider(KEY)
                        .endpointOverride(store.endpoint()).serviceConfiguration(paths).build()) {
            s3.createBucket(create -> create.bucket("layers"));
            s3.putObject(put -> put.bucket("layers").key("a/sha256/1"), RequestBody.fromString(LAYER));
            presigned = URI.create(presigner.presignGetObject(presign -> presign
                            .signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket("layers").key("a/sha256/1")))
                    .url().toString());
        }
        gateway = new Gateway(0, Set.of("ferry.lan"));
        gateway.open(new StoreUrls(store.endpoint(), store.presignedUrls(), (request, body) -> answer));
    }

    @AfterEach
    void close() {
        gateway.close();
        store.close();
    }

    @Test
    void a_redirect_to_the_store_leads_back_to_whatever_was_asked() throws Exception {
        answer = new GatewayResponse(307, Map.of("Location", List.of(presigned.toString())), new byte[0]);

        String redirect = exchange("GET /v2/team/app/blobs/sha256:1", "host.docker.internal:8080");
        String location = redirect.lines().filter(line -> line.startsWith("Location: ")).findFirst().orElseThrow();

        assertThat(location).startsWith("Location: /layers/a/sha256/1?X-Amz-");
        assertThat(exchange("GET " + location.substring("Location: ".length()), "host.docker.internal:8080"))
                .startsWith("HTTP/1.1 200 ").endsWith(LAYER);
    }

    @Test
    void a_download_url_has_the_name_that_the_client_used() throws Exception {
        answer = GatewayResponse.json(200, "application/x-amz-json-1.1",
                ("{\"downloadUrl\":\"" + presigned + "\",\"layerDigest\":\"d\"}").getBytes(UTF_8));
        String target = "\r\nX-Amz-Target: AmazonEC2ContainerRegistry_V20150921.GetDownloadUrlForLayer";

        assertThat(exchange("POST /", "ferry.lan" + target))
                .contains("{\"downloadUrl\":\"http://ferry.lan/layers/a/sha256/1?X-Amz-", "\"layerDigest\":\"d\"");
        assertThat(exchange("POST /", "ferry.lan\r\nX-Forwarded-Proto: https" + target))
                .contains("{\"downloadUrl\":\"https://ferry.lan/layers/a/sha256/1?X-Amz-");
    }

    @Test
    void a_url_that_was_changed_opens_nothing() throws Exception {
        String path = presigned.getRawPath() + "?" + presigned.getRawQuery();

        assertThat(exchange("GET " + path.replace("sha256/1", "sha256/2"), "localhost")).startsWith("HTTP/1.1 403 ");
        assertThat(exchange("GET " + path.replace("X-Amz-Expires=60", "X-Amz-Expires=61"), "localhost"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void without_a_presigned_url_the_store_is_not_to_be_reached() throws Exception {
        answer = GatewayResponse.message(404, "Not Found");
        String signed = "localhost\r\nAuthorization: AWS4-HMAC-SHA256 Credential=LOCALKEY/20260102/us-west-2/s3/aws4_request, "
                + "SignedHeaders=host, Signature=00";

        assertThat(exchange("GET /layers/a/sha256/1", signed)).startsWith("HTTP/1.1 404 ");
        assertThat(exchange("GET /layers/a/sha256/1?X-Amz-Signature=00", signed)).startsWith("HTTP/1.1 400 ");
        assertThat(exchange("PUT /layers/a/sha256/1?X-Amz-Signature=00", signed)).startsWith("HTTP/1.1 404 ");
    }

    /** By hand, since a client would send the name that it connects to. */
    private String exchange(String methodAndPath, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort())) {
            socket.getOutputStream().write((methodAndPath + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                    + (methodAndPath.startsWith("POST") ? "Content-Length: 0\r\n" : "") + "\r\n").getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
