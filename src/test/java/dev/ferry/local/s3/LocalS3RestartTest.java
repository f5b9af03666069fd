package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a server finds in the directory that another has left. */
class LocalS3RestartTest {
    private static final String BUCKET = "bucket";

    @TempDir
    Path directory;

    /** What is done with a server while it runs. */
    private interface Session {
        void run(S3Client s3) throws Exception;
    }

    private void withServer(Session session) throws Exception {
        try (LocalS3 server = LocalS3.start(directory, 0);
                S3Client s3 = HttpS3ContractTest.client(server.endpoint())) {
            s3.createBucket(create -> create.bucket(BUCKET));
            session.run(s3);
        }
    }

    private static String upload(S3Client s3, String key, byte[] content) {
        return s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content)).eTag();
    }

    private static byte[] get(S3Client s3, String key) {
        return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray();
    }

    private static void uploadPart(S3Client s3, String uploadId, byte[] content) {
        s3.uploadPart(
                part -> part.bucket(BUCKET).key("joined").uploadId(uploadId).partNumber(1),
                RequestBody.fromBytes(content));
    }

    private static void complete(S3Client s3, String uploadId) {
        List<CompletedPart> parts = s3.listParts(list -> list.bucket(BUCKET).key("joined").uploadId(uploadId))
                .parts().stream()
                .map(part -> CompletedPart.builder().partNumber(part.partNumber()).eTag(part.eTag()).build())
                .toList();
        s3.completeMultipartUpload(complete -> complete.bucket(BUCKET)
                .key("joined")
                .uploadId(uploadId)
                .multipartUpload(these -> these.parts(parts)));
    }

    private static String create(S3Client s3) {
        return s3.createMultipartUpload(create -> create.bucket(BUCKET)
                        .key("joined")
                        .contentType("text/x")
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
    }

    private long dataFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(BUCKET).resolve("data"))) {
            return files.count();
        }
    }

    @Test
    void a_restart_finds_all_objects_as_they_were() throws Exception {
        byte[] content = S3ContractTest.bytes(100_000, 1);
        withServer(s3 -> {
            s3.putObject(
                    put -> put.bucket(BUCKET).key("ä/b").contentType("text/x").metadata(Map.of("a", "b")),
                    RequestBody.fromBytes(content));
            upload(s3, "z", new byte[0]);
        });

        withServer(s3 -> {
            assertThat(get(s3, "ä/b")).isEqualTo(content);
            assertThat(get(s3, "z")).isEmpty();
            HeadObjectResponse answer = s3.headObject(
                    head -> head.bucket(BUCKET).key("ä/b").checksumMode(ChecksumMode.ENABLED));
            assertThat(answer.contentType()).isEqualTo("text/x");
            assertThat(answer.metadata()).isEqualTo(Map.of("a", "b"));
            assertThat(answer.checksumCRC32()).isNotEmpty();
            assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET)).contents())
                    .extracting(S3Object::key)
                    .containsExactly("z", "ä/b");
        });
    }

    @Test
    void a_restart_goes_on_with_an_upload() throws Exception {
        byte[] content = S3ContractTest.bytes(100_000, 2);
        withServer(s3 -> uploadPart(s3, create(s3), content));

        withServer(s3 -> {
            String uploadId = s3.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().get(0).uploadId();
            complete(s3, uploadId);
            assertThat(get(s3, "joined")).isEqualTo(content);
            assertThat(s3.headObject(head -> head.bucket(BUCKET).key("joined")).contentType()).isEqualTo("text/x");
        });
    }

    @Test
    void an_upload_whose_object_was_made_before_the_kill_has_ended() throws Exception {
        byte[] content = S3ContractTest.bytes(100_000, 3);
        Path kept = directory.resolveSibling("kept");
        withServer(s3 -> {
            String uploadId = create(s3);
            uploadPart(s3, uploadId, content);
            Path upload = directory.resolve(BUCKET).resolve("uploads").resolve(uploadId);
            copy(upload, kept.resolve(uploadId));
            complete(s3, uploadId);
            copy(kept.resolve(uploadId), upload);
        });

        withServer(s3 -> {
            assertThat(s3.listMultipartUploads(list -> list.bucket(BUCKET)).uploads())
                    .extracting(MultipartUpload::uploadId)
                    .isEmpty();
            assertThat(get(s3, "joined")).isEqualTo(content);
        });
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void a_restart_removes_what_was_never_finished() throws Exception {
        withServer(s3 -> upload(s3, "k", S3ContractTest.bytes(10, 1)));
        Files.writeString(directory.resolve(BUCKET).resolve("data").resolve("half"), "half");
        Files.writeString(directory.resolve(BUCKET).resolve("temporary").resolve("half"), "{\"key\":");
        Files.createDirectory(directory.resolve(BUCKET).resolve("uploads").resolve("half"));

        withServer(s3 -> assertThat(get(s3, "k")).hasSize(10));

        assertThat(dataFiles()).isEqualTo(1);
        assertThat(directory.resolve(BUCKET).resolve("temporary")).isEmptyDirectory();
        assertThat(directory.resolve(BUCKET).resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void a_directory_that_lost_content_is_refused() throws Exception {
        withServer(s3 -> upload(s3, "k", S3ContractTest.bytes(10, 1)));
        try (Stream<Path> files = Files.list(directory.resolve(BUCKET).resolve("data"))) {
            Files.delete(files.findAny().orElseThrow());
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> LocalS3.start(directory, 0))
                .withMessageContaining("damaged");
    }

    @Test
    void a_directory_is_served_by_one_server_at_a_time() throws Exception {
        withServer(s3 -> assertThatIllegalStateException()
                .isThrownBy(() -> LocalS3.start(directory, 0))
                .withMessageContaining("Another S3 server"));
        withServer(s3 -> assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> LocalS3Process.start(directory, "-Xmx64m")));
    }

    @Test
    void content_that_is_no_more_needed_is_deleted() throws Exception {
        withServer(s3 -> {
            upload(s3, "k", S3ContractTest.bytes(10, 1));
            upload(s3, "k", S3ContractTest.bytes(10, 2));
            s3.copyObject(copy ->
                    copy.sourceBucket(BUCKET).sourceKey("k").destinationBucket(BUCKET).destinationKey("copy"));
            assertThat(dataFiles()).isEqualTo(2);

            s3.deleteObject(delete -> delete.bucket(BUCKET).key("k"));
            s3.deleteObject(delete -> delete.bucket(BUCKET).key("copy"));
            String completed = create(s3);
            uploadPart(s3, completed, S3ContractTest.bytes(10, 3));
            uploadPart(s3, completed, S3ContractTest.bytes(10, 4));
            complete(s3, completed);
            String aborted = create(s3);
            uploadPart(s3, aborted, S3ContractTest.bytes(10, 5));
            s3.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("joined").uploadId(aborted));
            assertThatExceptionOfType(NoSuchUploadException.class).isThrownBy(() -> complete(s3, aborted));

            assertThat(dataFiles()).isEqualTo(1);
        });
    }

    @Test
    void an_object_that_is_deleted_while_it_is_read_is_read_to_its_end() throws Exception {
        byte[] content = S3ContractTest.bytes(20_000_000, 6);
        withServer(s3 -> {
            upload(s3, "k", content);
            try (ResponseInputStream<GetObjectResponse> reading =
                    s3.getObject(get -> get.bucket(BUCKET).key("k"))) {
                s3.deleteObject(delete -> delete.bucket(BUCKET).key("k"));
                upload(s3, "k", new byte[1]);

                assertThat(reading.readAllBytes()).isEqualTo(content);
            }
        });
    }
}
