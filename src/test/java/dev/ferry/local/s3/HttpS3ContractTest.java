package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What S3 keeps over HTTP beyond the calls of Ferry's functions: what other tools ask of it. */
abstract class HttpS3ContractTest extends MultipartContractTest {
    static final String ACCESS_KEY_ID = "test";
    static final String SECRET = "test";
    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET));

    abstract URI endpoint();

    @Override
    protected S3Client connect() {
        return client(endpoint());
    }

    @Override
    protected void createBucket(String name) {
        s3.createBucket(create -> create.bucket(name));
    }

    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                // A copy answers once all of it is hashed.
                .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
                .forcePathStyle(true)
                .build();
    }

    @Test
    void headBucket_refuses_a_bucket_that_is_not_there() {
        assertThatExceptionOfType(NoSuchBucketException.class)
                .isThrownBy(() -> s3.headBucket(head -> head.bucket("no-such-bucket-here")));
    }

    @Test
    void putObject_keeps_the_content_encoding_and_not_the_encoding_of_the_transfer() {
        s3.putObject(put -> put.bucket(bucket).key("k").contentEncoding("gzip"), RequestBody.fromString("{}"));

        HeadObjectResponse head = s3.headObject(of -> of.bucket(bucket).key("k"));
        assertThat(head.contentEncoding()).isEqualTo("gzip");
        assertThat(head.contentLength()).isEqualTo(2);
    }

    @Test
    void putObject_refuses_content_that_does_not_match_its_md5() {
        byte[] content = bytes(200_000, 4);
        String otherMd5 = Base64.getEncoder().encodeToString(bytes(16, 5));

        refused("BadDigest", 400, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").contentMD5(otherMd5), RequestBody.fromBytes(content)));
        refused("InvalidDigest", 400, () -> s3.putObject(
                put -> put.bucket(bucket).key("k").contentMD5("no"), RequestBody.fromBytes(content)));

        assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).keyCount()).isZero();
    }

    @Test
    void createBucket_answers_the_owner_of_the_bucket_as_if_it_had_been_made() {
        s3.createBucket(create -> create.bucket(bucket));

        assertThat(s3.headBucket(head -> head.bucket(bucket)).sdkHttpResponse().statusCode()).isEqualTo(200);
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
    void getObject_judges_the_entity_tag_that_the_reader_has() throws Exception {
        put("k", bytes(10, 8));
        String etag = s3.headObject(head -> head.bucket(bucket).key("k")).eTag();

        assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifMatch(etag)).asByteArray()).hasSize(10);
        refused("PreconditionFailed", 412, () ->
                s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifMatch("\"other\"")));
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifNoneMatch(etag)))
                .satisfies(notModified -> assertThat(notModified.statusCode()).isEqualTo(304));
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

    @Test
    void completeMultipartUpload_if_none_match_lets_exactly_one_of_many_win() throws Exception {
        int writers = 6;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Callable<Integer>> attempts = IntStream.range(0, writers)
                .<Callable<Integer>>mapToObj(writer -> () -> completeIfAbsent(writer))
                .toList();
        List<Integer> winners = new ArrayList<>();
        for (Future<Integer> attempt : threads.invokeAll(attempts)) {
            if (attempt.get() >= 0) {
                winners.add(attempt.get());
            }
        }
        threads.shutdown();

        assertThat(winners).hasSize(1);
        assertThat(get("k")).isEqualTo(bytes(50_000, winners.get(0)));
    }

    /** The writer if it won, -1 if it was refused. */
    private int completeIfAbsent(int writer) {
        String id = create("k");
        CompletedPart part = upload("k", id, 1, bytes(50_000, writer));
        try {
            s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                    .key("k")
                    .uploadId(id)
                    .ifNoneMatch("*")
                    .multipartUpload(these -> these.parts(part)));
            return writer;
        } catch (S3Exception refused) {
            assertThat(refused.statusCode()).isIn(412, 409);
            return -1;
        }
    }

    @Test
    void listMultipartUploads_lists_by_key_and_page_what_is_under_way() {
        String b = create("b");
        String a = create("a/1");
        String c = create("a/2");
        String aborted = create("a/3");
        s3.abortMultipartUpload(abort -> abort.bucket(bucket).key("a/3").uploadId(aborted));

        List<String> paged = new ArrayList<>();
        s3.listMultipartUploadsPaginator(list -> list.bucket(bucket).maxUploads(1))
                .forEach(page -> page.uploads().forEach(upload -> paged.add(upload.uploadId())));

        assertThat(paged).containsExactly(a, c, b);
        assertThat(s3.listMultipartUploads(list -> list.bucket(bucket).prefix("a/")).uploads())
                .extracting(MultipartUpload::uploadId)
                .containsExactly(a, c);
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
