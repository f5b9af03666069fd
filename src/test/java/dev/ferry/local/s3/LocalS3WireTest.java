package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request is S3's to take is taken as S3 takes it, and nothing else. */
class LocalS3WireTest extends WireTest {
    @ParameterizedTest
    @CsvSource({
        "GET,/", "GET,/bucket", "GET,/bucket?versioning", "GET,/bucket?list-type=3", "PUT,/bucket?versioning",
        "GET,/bucket?list-type=2&fetch-owner=true", "DELETE,/bucket", "POST,/bucket", "PUT,/bucket/k?tagging",
        "PUT,/bucket/k?acl", "GET,/bucket/k?tagging", "GET,/bucket/k?versionId=1", "GET,/bucket/k?partNumber=1",
        "DELETE,/bucket/k?versionId=1", "DELETE,/bucket/k?tagging", "POST,/bucket/k?restore",
        "POST,/bucket/k?select&select-type=2", "PUT,/bucket/k?partNumber=1", "PATCH,/bucket/k",
        "PUT,/bucket/k?x-amz-tagging=a"
    })
    void what_is_not_known_is_not_implemented_and_changes_nothing(String method, String path) throws Exception {
        assertRefused(send(method, path, "<a/>"), 501, "NotImplemented");
        assertStored("content");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-tagging,a=b", "x-amz-server-side-encryption,aws:kms", "x-amz-acl,public-read",
        "x-amz-storage-class,GLACIER", "x-amz-checksum-crc64nvme,AAAAAAAAAAA=", "If-Match,*", "If-None-Match,\"tag\"",
        "x-amz-content-sha256,STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", "x-amz-trailer,x-amz-checksum-crc64nvme"
    })
    void a_header_that_is_not_known_is_not_implemented_and_nothing_is_stored(String name, String value)
            throws Exception {
        assertRefused(send("PUT", "/bucket/k", "other", name, value), 501, "NotImplemented");
        assertStored("content");
    }

    @Test
    void a_request_that_nobody_signed_is_refused() throws Exception {
        HttpRequest unsigned = HttpRequest.newBuilder(server.endpoint().resolve("/bucket/k")).build();

        assertRefused(http.send(unsigned, BodyHandlers.ofString()), 403, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/bucket/../../escaped", "/bucket/..%2F..%2Fescaped", "/bucket/%2Fescaped", "/bucket/..", "/bucket/.",
        "/bucket/%00", "/bucket/data/../../x"
    })
    void a_key_that_looks_like_a_path_stays_a_key(String path) throws Exception {
        assertThat(send("PUT", path, "odd").statusCode()).isEqualTo(200);

        assertThat(send("GET", path, "").body()).isEqualTo("odd");
        try (Stream<Path> entries = Files.list(parent)) {
            assertThat(entries).containsExactly(parent.resolve("s3"));
        }
        try (Stream<Path> entries = Files.list(parent.resolve("s3"))) {
            assertThat(entries).containsExactlyInAnyOrder(
                    parent.resolve("s3/.lock"), parent.resolve("s3/bucket"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/.lock", "/ab", "/UPPER", "/under_score", "/a..b", "/-abc", "/abc-", "/a%5Cbc"})
    void a_bucket_that_looks_like_a_path_or_no_name_is_refused(String path) throws Exception {
        assertRefused(send("PUT", path, ""), 400, "InvalidBucketName");
    }

    @Test
    void a_plus_in_a_path_is_a_plus() throws Exception {
        send("PUT", "/bucket/a+b", "plus");

        assertThat(send("GET", "/bucket/a%2Bb", "").body()).isEqualTo("plus");
        assertThat(send("GET", "/bucket/a%20b", "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_path_that_is_not_utf8_is_refused() throws Exception {
        assertRefused(send("PUT", "/bucket/%FF", "x"), 400, "InvalidURI");
    }

    @Test
    void a_body_of_unknown_length_is_refused() throws Exception {
        InputStream unknown = new ByteArrayInputStream(new byte[10]);

        assertRefused(
                send("PUT", "/bucket/k", BodyPublishers.ofInputStream(() -> unknown)), 411, "MissingContentLength");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "<Delete>", "<Other><Object><Key>k</Key></Object></Other>", "<Delete></Delete>",
        "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Delete><Object><Key>&e;</Key></Object></Delete>"
    })
    void xml_that_is_not_what_the_operation_takes_is_refused(String xml) throws Exception {
        assertRefused(send("POST", "/bucket?delete", xml), 400, "MalformedXML");
        assertStored("content");
    }

    @Test
    void a_header_asked_for_in_the_query_cannot_add_another() throws Exception {
        assertRefused(
                send("GET", "/bucket/k?response-content-type=a%0D%0AX-Other:%20b", ""), 400, "InvalidArgument");
    }

    @Test
    void keys_that_xml_cannot_carry_are_listed_percent_encoded() throws Exception {
        send("PUT", "/bucket/a%01%20+b", "x");

        assertThat(send("GET", "/bucket?list-type=2&encoding-type=url&prefix=a", "").body())
                .contains("<Key>a%01+%2Bb</Key>")
                .contains("<EncodingType>url</EncodingType>");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "continuation-token=%3F", "continuation-token=eA", "max-keys=-1", "max-keys=many", "encoding-type=other"
    })
    void a_listing_asked_for_with_arguments_that_are_none_is_refused(String argument) throws Exception {
        assertRefused(send("GET", "/bucket?list-type=2&" + argument, ""), 400, "InvalidArgument");
    }

    @Test
    void a_client_that_is_refused_can_go_on_with_its_connection() throws IOException {
        String refused = "PUT /none/k HTTP/1.1\r\nHost: s3\r\nAuthorization: " + AUTHORIZATION
                + "\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(300_000);
        String next = "HEAD /bucket/k HTTP/1.1\r\nHost: s3\r\nAuthorization: " + AUTHORIZATION
                + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            socket.getOutputStream().write((refused + next).getBytes(StandardCharsets.US_ASCII));

            List<String> statuses = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("HTTP/1.1"))
                    .toList();
            assertThat(statuses).hasSize(2);
            assertThat(statuses.get(0)).contains("404");
            assertThat(statuses.get(1)).contains("200");
        }
    }
}
