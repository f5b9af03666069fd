package dev.ferry.local.s3;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The server is killed while it is written to, again and again; what it acknowledged is there, and nothing is half. */
@Tag("full")
class LocalS3CrashTest {
    private static final int KILLS = Integer.getInteger("local-s3.kills", 5);
    private static final int WRITERS = 3;
    private static final int WRITES_BEFORE_KILL = 12;
    private static final String BUCKET = "bucket";

    @TempDir
    Path directory;

    /** What was sent to each key, by its SHA-256, and which of it was acknowledged last. */
    private final Map<String, Set<String>> sent = new ConcurrentHashMap<>();

    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    /** Keys whose last write may or may not have happened. */
    private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

    @Test
    void a_kill_loses_nothing_acknowledged_and_leaves_nothing_half() throws Exception {
        for (int round = 0; round < KILLS; round++) {
            try (LocalS3Process server = LocalS3Process.start(directory, "-Xmx64m")) {
                verify(server.endpoint());
                writeUntilKilled(server, round);
            }
        }
        try (LocalS3Process server = LocalS3Process.start(directory, "-Xmx64m")) {
            verify(server.endpoint());
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * WRITES_BEFORE_KILL / 2);
    }

    private void writeUntilKilled(LocalS3Process server, int round) throws Exception {
        AtomicInteger writes = new AtomicInteger();
        List<Future<?>> endings = new ArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(31L * round + writer);
            String prefix = "round-" + round + "/writer-" + writer + "/";
            String replaced = "replaced-" + writer;
            endings.add(writers.submit(() -> write(server.endpoint(), random, prefix, replaced, writes)));
        }
        await().atMost(60, SECONDS).until(() -> writes.get() >= WRITES_BEFORE_KILL);
        server.kill();
        writers.shutdown();
        for (Future<?> ending : endings) {
            ending.get(60, SECONDS);
        }
    }

    /** Writes until the server is gone. */
    private void write(URI endpoint, Random random, String prefix, String replaced, AtomicInteger writes) {
        try (S3Client s3 = client(endpoint)) {
            for (int n = 0; ; n++) {
                String key = n % 3 == 0 ? replaced : prefix + n;
                byte[] content = new byte[random.nextInt(1_500_000)];
                random.nextBytes(content);
                String sha256 = sha256(content);
                sent.computeIfAbsent(key, first -> ConcurrentHashMap.newKeySet()).add(sha256);
                uncertain.add(key);
                if (n % 4 == 1) {
                    putInParts(s3, key, content);
                } else {
                    s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
                }
                acknowledged.put(key, sha256);
                uncertain.remove(key);
                writes.incrementAndGet();
            }
        } catch (SdkException | UncheckedIOException killed) {
            assertThat(killed).isNotInstanceOf(software.amazon.awssdk.services.s3.model.S3Exception.class);
        }
    }

    private static void putInParts(S3Client s3, String key, byte[] content) {
        String id = s3.createMultipartUpload(create -> create.bucket(BUCKET).key(key)).uploadId();
        String etag = s3.uploadPart(
                        part -> part.bucket(BUCKET).key(key).uploadId(id).partNumber(1), RequestBody.fromBytes(content))
                .eTag();
        s3.completeMultipartUpload(complete -> complete.bucket(BUCKET)
                .key(key)
                .uploadId(id)
                .multipartUpload(these -> these.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));
    }

    private void verify(URI endpoint) {
        try (S3Client s3 = client(endpoint)) {
            s3.createBucket(create -> create.bucket(BUCKET));
            Map<String, String> found = new ConcurrentHashMap<>();
            s3.listObjectsV2Paginator(list -> list.bucket(BUCKET)).contents().stream()
                    .map(S3Object::key)
                    .forEach(key -> found.put(
                            key, sha256(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray())));
            found.forEach((key, sha256) -> assertThat(sent.get(key)).as(key).contains(sha256));
            assertThat(found).containsKeys(acknowledged.keySet().toArray(String[]::new));
            acknowledged.forEach((key, sha256) -> {
                if (!uncertain.contains(key)) {
                    assertThat(found).containsEntry(key, sha256);
                }
            });
            acknowledged.putAll(found);
            uncertain.clear();
        }
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(ChecksumAlgorithm.SHA256.of(content));
    }

    private static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(HttpS3ContractTest.CREDENTIALS)
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .forcePathStyle(true)
                .build();
    }
}
