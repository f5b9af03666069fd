package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What Ferry relies on S3 for, seen through the AWS SDK: the same suite for every S3 that there is. */
public abstract class S3ContractTest {
    S3Client s3;
    String bucket;

    /** A client of the Region us-east-1; closed after each test. */
    protected abstract S3Client connect();
    protected abstract void createBucket(String name);

    @BeforeEach
    void prepare() {
        s3 = connect();
        bucket = newBucket();
    }

    @AfterEach
    void disconnect() {
        s3.close();
    }

    String newBucket() {
        String name = "contract-" + UUID.randomUUID();
        createBucket(name);
        return name;
    }

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    void refused(String code, int status, ThrowingCallable call) {
        refused(S3Exception.class, code, status, call);
    }

    void refused(Class<? extends S3Exception> type, String code, int status, ThrowingCallable call) {
        assertThatExceptionOfType(type).isThrownBy(call).satisfies(refused -> {
            assertThat(refused).isExactlyInstanceOf(type);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.statusCode()).isEqualTo(status);
        });
    }

    void put(String key, byte[] content) {
        s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    byte[] get(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
    }

    @Test
    void operations_refuse_a_bucket_that_is_not_there() {
        refused(NoSuchBucketException.class, "NoSuchBucket", 404, () -> s3.putObject(
                put -> put.bucket("no-such-bucket-here").key("k"), RequestBody.fromBytes(bytes(500_000, 1))));
        refused(NoSuchBucketException.class, "NoSuchBucket", 404, () ->
                s3.listObjectsV2(list -> list.bucket("no-such-bucket-here")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 131_072, 1_000_003})
    void putObject_then_getObject_gives_the_same_bytes(int length) throws Exception {
        byte[] content = bytes(length, length);

        String etag = s3.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromBytes(content)).eTag();
        ResponseBytes<GetObjectResponse> got = s3.getObjectAsBytes(get -> get.bucket(bucket).key("k"));

        assertThat(got.asByteArray()).isEqualTo(content);
        assertThat(etag).matches("\"[0-9a-f]{32}\"").isEqualTo(got.response().eTag());
        assertThat(got.response().contentLength()).isEqualTo(length);
        assertThat(got.response().acceptRanges()).isEqualTo("bytes");
    }

    @Test
    void putObject_keeps_content_type_and_metadata() {
        s3.putObject(
                put -> put.bucket(bucket)
                        .key("k")
                        .contentType("application/vnd.oci.image.manifest.v1+json")
                        .metadata(Map.of("pushed-by", "111122223333")),
                RequestBody.fromString("{}"));

        HeadObjectResponse head = s3.headObject(of -> of.bucket(bucket).key("k"));
        assertThat(head.contentType()).isEqualTo("application/vnd.oci.image.manifest.v1+json");
        assertThat(head.metadata()).containsExactly(Map.entry("pushed-by", "111122223333"));
        assertThat(head.contentLength()).isEqualTo(2);
        assertThat(head.lastModified()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    }

    @Test
    void putObject_replaces_what_was_there() {
        put("k", bytes(100, 1));
        put("k", bytes(50, 2));

        assertThat(get("k")).isEqualTo(bytes(50, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a b", "a+b", "a%2Fb", "a%b", "../../etc/passwd", "a/../b", "./a", "a//b", "a/", "ä/ö€😀", "a?b#c", "a&b=c;d",
        "~!*'()", "a\\b", "\"<&>\"", "a\rb\nc", " a "
    })
    void a_key_may_have_any_characters(String key) {
        put(key, bytes(10, key.hashCode()));

        assertThat(get(key)).isEqualTo(bytes(10, key.hashCode()));
        assertThat(keys(s3.listObjectsV2(list -> list.bucket(bucket)))).containsExactly(key);
    }

    @Test
    void a_key_may_have_1024_bytes_and_no_more() {
        String longest = "ü".repeat(512);
        put(longest, bytes(10, 1));

        assertThat(get(longest)).isEqualTo(bytes(10, 1));
        refused("KeyTooLongError", 400, () -> put(longest + "x", bytes(10, 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CRC32", "CRC32C", "SHA1", "SHA256"})
    void a_checksum_given_with_an_object_is_kept(String algorithm) {
        s3.putObject(
                put -> put.bucket(bucket).key("k").checksumAlgorithm(ChecksumAlgorithm.fromValue(algorithm)),
                RequestBody.fromBytes(bytes(300_000, 3)));

        HeadObjectResponse head = s3.headObject(of -> of.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED));
        byte[] expected = dev.ferry.local.s3.ChecksumAlgorithm.valueOf(algorithm).of(bytes(300_000, 3));
        assertThat(head.getValueForField("Checksum" + algorithm, String.class))
                .contains(Base64.getEncoder().encodeToString(expected));
        assertThat(s3.headObject(of -> of.bucket(bucket).key("k")).getValueForField("Checksum" + algorithm, String.class))
                .isEmpty();
    }

    @Test
    void putObject_refuses_content_that_does_not_match_its_checksum_and_stores_nothing() {
        byte[] content = bytes(200_000, 4);
        String otherSha256 = Base64.getEncoder().encodeToString(bytes(32, 5));

        refused("BadDigest", 400, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").checksumSHA256(otherSha256), RequestBody.fromBytes(content)));

        assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).keyCount()).isZero();
    }

    @Test
    void getObject_answers_a_range() {
        byte[] content = bytes(300_000, 6);
        put("k", content);

        assertRange("bytes=0-0", Arrays.copyOfRange(content, 0, 1), "bytes 0-0/300000");
        assertRange("bytes=1000-200000", Arrays.copyOfRange(content, 1000, 200_001), "bytes 1000-200000/300000");
        assertRange("bytes=299990-", Arrays.copyOfRange(content, 299_990, 300_000), "bytes 299990-299999/300000");
        assertRange("bytes=-7", Arrays.copyOfRange(content, 299_993, 300_000), "bytes 299993-299999/300000");
        assertRange("bytes=299999-400000", Arrays.copyOfRange(content, 299_999, 300_000), "bytes 299999-299999/300000");
    }

    private void assertRange(String range, byte[] expected, String contentRange) {
        ResponseBytes<GetObjectResponse> got = s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").range(range));
        assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThat(got.asByteArray()).isEqualTo(expected);
        assertThat(got.response().contentRange()).isEqualTo(contentRange);
    }

    @Test
    void getObject_refuses_a_range_without_bytes() {
        put("k", bytes(10, 7));
        put("empty", new byte[0]);

        refused("InvalidRange", 416, () -> s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").range("bytes=10-")));
        refused("InvalidRange", 416, () ->
                s3.getObjectAsBytes(get -> get.bucket(bucket).key("empty").range("bytes=0-0")));
    }

    @Test
    void getObject_and_headObject_refuse_a_key_that_is_not_there() {
        refused(NoSuchKeyException.class, "NoSuchKey", 404, () -> get("none"));
        refused(NoSuchKeyException.class, "NoSuchKey", 404, () ->
                s3.headObject(head -> head.bucket(bucket).key("none")));
        refused(NoSuchKeyException.class, "NoSuchKey", 404, () ->
                s3.headObject(head -> head.bucket("no-such-bucket-here").key("none")));
    }

    @Test
    void putObject_if_none_match_refuses_when_the_key_has_an_object() {
        s3.putObject(put -> put.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromBytes(bytes(10, 1)));

        refused("PreconditionFailed", 412, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromBytes(bytes(10, 2))));
        assertThat(get("k")).isEqualTo(bytes(10, 1));
    }

    static List<String> keys(ListObjectsV2Response page) {
        return page.contents().stream().map(S3Object::key).toList();
    }
}
