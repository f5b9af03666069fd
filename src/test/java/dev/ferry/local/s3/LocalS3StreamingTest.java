package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Objects that are larger than the server's memory. */
class LocalS3StreamingTest {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int SIZE = 96 * MEBIBYTE;

    @TempDir
    Path directory;

    @Test
    @Tag("full")
    void objects_larger_than_the_memory_are_put_copied_and_got() throws Exception {
        Path file = largeFile();
        String expected = sha256(Files.newInputStream(file));
        ExecutorService clients = Executors.newFixedThreadPool(2);
        try (LocalS3Process server = LocalS3Process.start(directory.resolve("s3"), "-Xmx64m");
                S3Client s3 = HttpS3ContractTest.client(server.endpoint())) {
            s3.createBucket(create -> create.bucket("bucket"));
            List<Callable<String>> each = List.of(() -> putCopyAndGet(s3, file, "a"), () -> putCopyAndGet(s3, file, "b"));
            for (Future<String> got : clients.invokeAll(each)) {
                assertThat(got.get()).isEqualTo(expected);
            }
        } finally {
            clients.shutdown();
        }
    }

    /** The SHA-256 of what was got in the end. */
    private static String putCopyAndGet(S3Client s3, Path file, String key) throws IOException {
        s3.putObject(put -> put.bucket("bucket").key(key), RequestBody.fromFile(file));
        s3.copyObject(copy -> copy.sourceBucket("bucket")
                .sourceKey(key)
                .destinationBucket("bucket")
                .destinationKey(key + "/copy"));
        String id = s3.createMultipartUpload(create -> create.bucket("bucket").key(key)).uploadId();
        List<CompletedPart> parts = List.of(
                copyPart(s3, key, id, 1, 0, SIZE / 2 - 1),
                copyPart(s3, key, id, 2, SIZE / 2, SIZE - 1));
        s3.completeMultipartUpload(complete -> complete.bucket("bucket")
                .key(key)
                .uploadId(id)
                .multipartUpload(these -> these.parts(parts)));
        return sha256(s3.getObject(get -> get.bucket("bucket").key(key)));
    }

    private static CompletedPart copyPart(
            S3Client s3, String key, String uploadId, int number, int first, int last) {
        String etag = s3.uploadPartCopy(copy -> copy.sourceBucket("bucket")
                        .sourceKey(key + "/copy")
                        .copySourceRange("bytes=" + first + "-" + last)
                        .destinationBucket("bucket")
                        .destinationKey(key)
                        .uploadId(uploadId)
                        .partNumber(number))
                .copyPartResult()
                .eTag();
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(etag)
                .build();
    }

    private Path largeFile() throws IOException {
        Path file = directory.resolve("large");
        byte[] mebibyte = new byte[MEBIBYTE];
        Random random = new Random(1);
        try (OutputStream output = Files.newOutputStream(file)) {
            for (int written = 0; written < SIZE; written += MEBIBYTE) {
                random.nextBytes(mebibyte);
                output.write(mebibyte);
            }
        }
        return file;
    }

    private static String sha256(InputStream content) throws IOException {
        try (DigestInputStream digest =
                new DigestInputStream(content, ChecksumAlgorithm.messageDigest("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        }
    }
}
