package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, and requests to it as they go over the wire. */
abstract class WireTest {
    static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request";

    @TempDir
    Path parent;
    final HttpClient http = HttpClient.newHttpClient();
    LocalS3 server;

    @BeforeEach
    void start() throws Exception {
        server = LocalS3.start(parent.resolve("s3"), 0);
        send("PUT", "/bucket", "");
        send("PUT", "/bucket/k", "content");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        return send(method, path, BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                .method(method, body)
                .header("Authorization", AUTHORIZATION);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    void assertStored(String expected) throws Exception {
        assertThat(send("GET", "/bucket/k", "").body()).isEqualTo(expected);
        assertThat(send("GET", "/bucket?list-type=2", "").body()).contains("<KeyCount>1</KeyCount>");
        try (Stream<Path> data = Files.list(parent.resolve("s3/bucket/data"))) {
            assertThat(data).hasSize(1);
        }
    }

    static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("<Code>" + code + "</Code>").contains("<RequestId>");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/xml");
    }
}
