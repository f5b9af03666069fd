package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What Ferry relies on S3 for, seen through the AWS SDK: the same suite for every S3 that there is. */
abstract class S3ContractTest {
    static final String ACCESS_KEY_ID = "test";
    static final String SECRET = "test";
    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET));

    S3Client s3;
    String bucket;

    abstract URI endpoint();

    @BeforeEach
    void connect() {
        s3 = client(endpoint());
        bucket = "contract-" + UUID.randomUUID();
        s3.createBucket(create -> create.bucket(bucket));
    }

    @AfterEach
    void disconnect() {
        s3.close();
    }

    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(true)
                .build();
    }

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String md5(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    }

    static String quoted(String etag) {
        return '"' + etag + '"';
    }

    void refused(String code, int status, ThrowingCallable call) {
        assertThatExceptionOfType(S3Exception.class).isThrownBy(call).satisfies(refused -> {
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
    void createBucket_answers_the_owner_of_the_bucket_as_if_it_had_been_made() {
        s3.createBucket(create -> create.bucket(bucket));

        assertThat(s3.headBucket(head -> head.bucket(bucket)).sdkHttpResponse().statusCode()).isEqualTo(200);
    }

    @Test
    void operations_refuse_a_bucket_that_is_not_there() {
        assertThatExceptionOfType(NoSuchBucketException.class)
                .isThrownBy(() -> s3.headBucket(head -> head.bucket("no-such-bucket-here")));
        refused("NoSuchBucket", 404, () -> s3.putObject(
                put -> put.bucket("no-such-bucket-here").key("k"), RequestBody.fromBytes(bytes(500_000, 1))));
        refused("NoSuchBucket", 404, () -> s3.listObjectsV2(list -> list.bucket("no-such-bucket-here")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 131_072, 1_000_003})
    void putObject_then_getObject_gives_the_same_bytes(int length) throws Exception {
        byte[] content = bytes(length, length);

        String etag = s3.putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromBytes(content)).eTag();
        ResponseBytes<GetObjectResponse> got = s3.getObjectAsBytes(get -> get.bucket(bucket).key("k"));

        assertThat(got.asByteArray()).isEqualTo(content);
        assertThat(etag).isEqualTo(quoted(md5(content))).isEqualTo(got.response().eTag());
        assertThat(got.response().contentLength()).isEqualTo(length);
        assertThat(got.response().acceptRanges()).isEqualTo("bytes");
    }

    @Test
    void putObject_keeps_content_type_and_metadata_and_not_the_encoding_of_the_transfer() {
        s3.putObject(
                put -> put.bucket(bucket)
                        .key("k")
                        .contentType("application/vnd.oci.image.manifest.v1+json")
                        .contentEncoding("gzip")
                        .metadata(Map.of("pushed-by", "111122223333")),
                RequestBody.fromString("{}"));

        HeadObjectResponse head = s3.headObject(of -> of.bucket(bucket).key("k"));
        assertThat(head.contentType()).isEqualTo("application/vnd.oci.image.manifest.v1+json");
        assertThat(head.contentEncoding()).isEqualTo("gzip");
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
        String otherMd5 = Base64.getEncoder().encodeToString(bytes(16, 5));

        refused("BadDigest", 400, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").checksumSHA256(otherSha256), RequestBody.fromBytes(content)));
        refused("BadDigest", 400, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").contentMD5(otherMd5), RequestBody.fromBytes(content)));
        refused("InvalidDigest", 400, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").contentMD5("no"), RequestBody.fromBytes(content)));

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
    void getObject_judges_the_entity_tag_that_the_reader_has() throws Exception {
        put("k", bytes(10, 8));
        String etag = quoted(md5(bytes(10, 8)));

        assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifMatch(etag)).asByteArray()).hasSize(10);
        refused("PreconditionFailed", 412, () ->
                s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifMatch("\"other\"")));
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifNoneMatch(etag)))
                .satisfies(notModified -> assertThat(notModified.statusCode()).isEqualTo(304));
    }

    @Test
    void getObject_and_headObject_refuse_a_key_that_is_not_there() {
        assertThatExceptionOfType(NoSuchKeyException.class).isThrownBy(() -> get("none"));
        assertThatExceptionOfType(NoSuchKeyException.class)
                .isThrownBy(() -> s3.headObject(head -> head.bucket(bucket).key("none")));
    }

    @Test
    void putObject_if_none_match_refuses_when_the_key_has_an_object() {
        s3.putObject(put -> put.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromBytes(bytes(10, 1)));

        refused("PreconditionFailed", 412, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromBytes(bytes(10, 2))));
        assertThat(get("k")).isEqualTo(bytes(10, 1));
    }

    @Test
    void putObject_if_none_match_lets_exactly_one_of_many_win() throws Exception {
        int writers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 0; round < 5; round++) {
                String key = "raced-" + round;
                List<Callable<Integer>> attempts = IntStream.range(0, writers)
                        .<Callable<Integer>>mapToObj(writer -> () -> putIfAbsent(key, writer))
                        .toList();
                List<Integer> winners = new ArrayList<>();
                for (Future<Integer> attempt : threads.invokeAll(attempts)) {
                    if (attempt.get() >= 0) {
                        winners.add(attempt.get());
                    }
                }
                assertThat(winners).hasSize(1);
                assertThat(get(key)).isEqualTo(bytes(50_000, winners.get(0)));
            }
        } finally {
            threads.shutdown();
        }
    }

    /** The writer if it won, -1 if it was refused. */
    private int putIfAbsent(String key, int writer) {
        try {
            s3.putObject(
                    put -> put.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(bytes(50_000, writer)));
            return writer;
        } catch (S3Exception refused) {
            assertThat(refused.statusCode()).isIn(412, 409);
            return -1;
        }
    }

    @Test
    void copyObject_gives_an_object_of_its_own() {
        s3.putObject(
                put -> put.bucket(bucket).key("from +1").contentType("text/plain").metadata(Map.of("a", "b")),
                RequestBody.fromBytes(bytes(100_000, 9)));

        s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("from +1").destinationBucket(bucket).destinationKey("to"));
        s3.deleteObject(delete -> delete.bucket(bucket).key("from +1"));

        HeadObjectResponse head = s3.headObject(of -> of.bucket(bucket).key("to"));
        assertThat(get("to")).isEqualTo(bytes(100_000, 9));
        assertThat(head.contentType()).isEqualTo("text/plain");
        assertThat(head.metadata()).containsExactly(Map.entry("a", "b"));
    }

    @Test
    void copyObject_goes_from_bucket_to_bucket() {
        String other = "contract-" + UUID.randomUUID();
        s3.createBucket(create -> create.bucket(other));
        put("k", bytes(1000, 10));

        s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("k").destinationBucket(other).destinationKey("k"));

        assertThat(s3.getObjectAsBytes(get -> get.bucket(other).key("k")).asByteArray()).isEqualTo(bytes(1000, 10));
    }

    @Test
    void copyObject_refuses_a_source_that_is_not_there_and_a_copy_to_itself() {
        put("k", bytes(10, 1));

        refused("NoSuchKey", 404, () -> s3.copyObject(
                copy -> copy.sourceBucket(bucket).sourceKey("none").destinationBucket(bucket).destinationKey("to")));
        refused("InvalidRequest", 400, () -> s3.copyObject(
                copy -> copy.sourceBucket(bucket).sourceKey("k").destinationBucket(bucket).destinationKey("k")));
    }

    @Test
    void deleteObject_deletes_and_does_not_mind_what_is_not_there() {
        put("k", bytes(10, 1));

        s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
        s3.deleteObject(delete -> delete.bucket(bucket).key("k"));

        assertThatExceptionOfType(NoSuchKeyException.class).isThrownBy(() -> get("k"));
    }

    @Test
    void deleteObjects_deletes_all_that_it_names() {
        List.of("a", "b", "<c>&", "kept").forEach(key -> put(key, bytes(1, 1)));

        List<String> deleted = s3.deleteObjects(delete -> delete.bucket(bucket).delete(these -> these.objects(
                        Arrays.stream(new String[] {"a", "b", "<c>&", "none"})
                                .map(key -> ObjectIdentifier.builder().key(key).build())
                                .toList())))
                .deleted().stream()
                .map(object -> object.key())
                .toList();

        assertThat(deleted).containsExactlyInAnyOrder("a", "b", "<c>&", "none");
        assertThat(keys(s3.listObjectsV2(list -> list.bucket(bucket)))).containsExactly("kept");
    }

    @Test
    void listObjectsV2_lists_by_the_utf8_of_the_keys() {
        List.of("b", "a/2", "a", "a/1", "B", "\uE000", "😀", "é").forEach(key -> put(key, bytes(3, 1)));

        ListObjectsV2Response all = s3.listObjectsV2(list -> list.bucket(bucket));

        assertThat(keys(all)).containsExactly("B", "a", "a/1", "a/2", "b", "é", "\uE000", "😀");
        assertThat(all.isTruncated()).isFalse();
        assertThat(all.contents()).allSatisfy(object -> {
            assertThat(object.size()).isEqualTo(3);
            assertThat(object.eTag()).isEqualTo(quoted(md5(bytes(3, 1))));
        });
    }

    @Test
    void listObjectsV2_goes_on_where_the_page_before_ended() {
        List<String> expected = IntStream.range(0, 25).mapToObj("p/%02d"::formatted).toList();
        expected.forEach(key -> put(key, new byte[0]));
        put("a", new byte[0]);
        put("z", new byte[0]);

        List<ListObjectsV2Response> pages =
                s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix("p/").maxKeys(10)).stream().toList();

        assertThat(pages).extracting(ListObjectsV2Response::keyCount).containsExactly(10, 10, 5);
        assertThat(pages.stream().flatMap(page -> keys(page).stream())).isEqualTo(expected);
        assertThat(keys(s3.listObjectsV2(list -> list.bucket(bucket).startAfter("p/23")))).containsExactly("p/24", "z");
    }

    @Test
    void listObjectsV2_rolls_up_keys_at_the_delimiter() {
        List.of("a/1", "a/2", "b", "c/1/x", "c/2", "d").forEach(key -> put(key, new byte[0]));

        List<String> found = new ArrayList<>();
        s3.listObjectsV2Paginator(list -> list.bucket(bucket).delimiter("/").maxKeys(1)).forEach(page -> {
            found.addAll(keys(page));
            page.commonPrefixes().forEach(common -> found.add(common.prefix()));
        });

        assertThat(found).containsExactly("a/", "b", "c/", "d");
        assertThat(s3.listObjectsV2(list -> list.bucket(bucket).prefix("c/").delimiter("/")).commonPrefixes())
                .extracting(common -> common.prefix())
                .containsExactly("c/1/");
    }

    private static List<String> keys(ListObjectsV2Response page) {
        return page.contents().stream().map(S3Object::key).toList();
    }

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

    URI presigned(String key, String contentType) throws Exception {
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            return presigner.presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(get -> get.bucket(bucket).key(key).responseContentType(contentType)))
                    .url()
                    .toURI();
        }
    }

    /** A URL for the key "k", signed as if it were another time. */
    URI signedAt(Instant when, Duration validity, URI host) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(host.resolve("/" + bucket + "/k"))
                .build();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, validity)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(when, ZoneOffset.UTC)))
                .request()
                .getUri();
    }

    static HttpResponse<String> get(URI url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }
}
