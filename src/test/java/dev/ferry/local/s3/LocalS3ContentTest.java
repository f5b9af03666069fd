package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content is stored if it is what was promised, and read as it is asked for. */
class LocalS3ContentTest extends WireTest {
    private static final String CHUNKED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    @ParameterizedTest
    @CsvSource({
        "x-amz-content-sha256,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,XAmzContentSHA256Mismatch",
        "x-amz-content-sha256,abc,InvalidArgument",
        "x-amz-checksum-crc32,AAAAAA==,BadDigest",
        "x-amz-checksum-crc32c,AAAAAA==,BadDigest",
        "x-amz-checksum-sha256,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,BadDigest",
        "x-amz-checksum-sha256,AAAAAA==,InvalidRequest",
        "Content-MD5,AAAAAAAAAAAAAAAAAAAAAA==,BadDigest"
    })
    void content_that_breaks_its_promise_is_refused_and_nothing_is_stored(String header, String value, String code)
            throws Exception {
        assertRefused(send("PUT", "/bucket/k", "x".repeat(300_000), header, value), 400, code);
        assertStored("content");
    }

    private HttpResponse<String> sendChunked(String body, int decodedLength) throws Exception {
        return send(
                "PUT",
                "/bucket/k",
                body,
                "x-amz-content-sha256", CHUNKED,
                "x-amz-trailer", "x-amz-checksum-crc32",
                "x-amz-decoded-content-length", Integer.toString(decodedLength),
                "Content-Encoding", "aws-chunked");
    }

    private static String crc32(String content) {
        return Base64.getEncoder()
                .encodeToString(ChecksumAlgorithm.CRC32.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void chunks_are_joined_and_their_signatures_are_no_content() throws Exception {
        String body = "3;chunk-signature=ab\r\nabc\r\n4\r\ndefg\r\n0\r\nx-amz-checksum-crc32:" + crc32("abcdefg")
                + "\r\nx-amz-trailer-signature:ab\r\n\r\n";

        assertThat(sendChunked(body, 7).statusCode()).isEqualTo(200);
        assertStored("abcdefg");
        assertThat(send("GET", "/bucket/k", "").headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void chunks_that_are_not_what_they_say_are_refused_and_nothing_is_stored() throws Exception {
        String right = "0\r\nx-amz-checksum-crc32:" + crc32("abc") + "\r\n\r\n";

        assertRefused(sendChunked("3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", 3), 400, "BadDigest");
        assertRefused(sendChunked("3\r\nabc\r\n0\r\n\r\n", 3), 400, "MalformedTrailerError");
        assertRefused(sendChunked("3\r\nabc\r\n" + right, 4), 400, "IncompleteBody");
        assertRefused(sendChunked("3\r\nabc\r\n" + right, 2), 400, "IncompleteBody");
        assertRefused(sendChunked("3\r\nab", 3), 400, "IncompleteBody");
        assertRefused(sendChunked("3\r\nabcd\r\n" + right, 3), 400, "InvalidRequest");
        assertRefused(sendChunked("no\r\nabc\r\n" + right, 3), 400, "InvalidRequest");
        assertStored("content");
    }

    @Test
    void a_body_cut_short_is_not_acknowledged_and_nothing_is_stored() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            socket.getOutputStream()
                    .write(("PUT /bucket/k HTTP/1.1\r\nHost: s3\r\nAuthorization: " + AUTHORIZATION
                                    + "\r\nContent-Length: 1000\r\n\r\nonly this")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("200 OK");
        }
        assertStored("content");
    }

    @Test
    void several_ranges_at_once_are_answered_with_the_whole() throws Exception {
        assertThat(send("GET", "/bucket/k", "", "Range", "bytes=0-1,3-4").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/bucket/k", "", "Range", "bytes=4-2").body()).isEqualTo("content");
    }

    @Test
    void a_range_of_another_version_is_answered_with_the_whole() throws Exception {
        String etag = send("GET", "/bucket/k", "").headers().firstValue("ETag").orElseThrow();

        assertThat(send("GET", "/bucket/k", "", "Range", "bytes=0-1", "If-Range", etag).body()).isEqualTo("co");
        assertThat(send("GET", "/bucket/k", "", "Range", "bytes=0-1", "If-Range", "\"old\"").body())
                .isEqualTo("content");
    }

    @Test
    void head_says_the_length_of_what_get_would_send() throws Exception {
        HttpResponse<String> head = send("HEAD", "/bucket/k", "", "Range", "bytes=1-3");

        assertThat(head.statusCode()).isEqualTo(206);
        assertThat(head.headers().firstValue("Content-Length")).contains("3");
        assertThat(head.body()).isEmpty();
    }
}
