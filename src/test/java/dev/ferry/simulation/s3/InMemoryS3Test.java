package dev.ferry.simulation.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.registry.RegionName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 documents and the one-machine cloud's S3 is more generous about, and what the simulation sees. */
class InMemoryS3Test {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-08-01T12:00:00.9Z"), ZoneOffset.UTC);
    private static final RegionName EAST = new RegionName("us-east-1");
    private static final RegionName WEST = new RegionName("us-west-2");

    private final InMemoryS3 server = new InMemoryS3(CLOCK);
    private final S3Client east = server.client(EAST);
    private final S3Client west = server.client(WEST);

    InMemoryS3Test() {
        server.createBucket(EAST, "east");
        server.createBucket(WEST, "west");
    }

    private void put(String key, String content) {
        east.putObject(put -> put.bucket("east").key(key), RequestBody.fromString(content));
    }

    private static void refused(String code, int status, ThrowingCallable call) {
        assertThatExceptionOfType(S3Exception.class).isThrownBy(call).satisfies(refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.statusCode()).isEqualTo(status);
        });
    }

    @Test
    void the_buckets_of_the_template_are_there() {
        server.provision(EAST, TemplateReader.read(Path.of("template.yaml"),
                new TemplateParameters(EAST.value(), "111122223333", "aws", "amazonaws.com", Map.of())));

        assertThat(server.objects("ferry-layers-111122223333-us-east-1")).isEmpty();
    }

    @Test
    void objects_shows_what_is_there_now() {
        Map<String, StoredObject> objects = server.objects("east");
        put("b", "two");
        put("a", "one");

        assertThat(objects.keySet()).containsExactly("a", "b");
        assertThat(new String(objects.get("a").content(), StandardCharsets.UTF_8)).isEqualTo("one");
        assertThat(objects.get("a").lastModified()).isEqualTo("2026-08-01T12:00:00Z");
        east.deleteObject(delete -> delete.bucket("east").key("a"));
        assertThat(objects.keySet()).containsExactly("b");
    }

    @Test
    void a_copy_comes_from_another_Regions_bucket_into_one_of_its_own() {
        put("k", "content");

        west.copyObject(copy -> copy.sourceBucket("east").sourceKey("k").destinationBucket("west").destinationKey("k"));

        assertThat(server.objects("west").get("k").content()).isSameAs(server.objects("east").get("k").content());
    }

    @Test
    void a_client_is_sent_away_from_another_Regions_bucket() {
        refused("PermanentRedirect", 301, () ->
                west.putObject(put -> put.bucket("east").key("k"), RequestBody.fromString("content")));
        refused("PermanentRedirect", 301, () -> west.getObjectAsBytes(get -> get.bucket("east").key("k")));

        assertThat(server.objects("east")).isEmpty();
    }

    @Test
    void a_part_without_the_checksum_that_its_upload_asks_for_is_refused() {
        String id = create();

        refused("InvalidRequest", 400, () -> east.uploadPart(
                part -> part.bucket("east").key("k").uploadId(id).partNumber(1), RequestBody.fromString("content")));
    }

    @Test
    void a_completion_names_the_checksum_of_each_part_of_an_upload_that_asks_for_them() {
        String id = create();
        String etag = east.uploadPart(
                        part -> part.bucket("east").key("k").uploadId(id).partNumber(1)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        RequestBody.fromString("content"))
                .eTag();

        refused("InvalidRequest", 400, () -> east.completeMultipartUpload(complete -> complete.bucket("east")
                .key("k")
                .uploadId(id)
                .multipartUpload(all -> all.parts(CompletedPart.builder().partNumber(1).eTag(etag).build()))));
        assertThat(server.uploads("east")).containsExactly(id);
    }

    private String create() {
        return east.createMultipartUpload(
                        create -> create.bucket("east").key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
    }

    @Test
    void what_the_simulation_does_not_know_is_refused_and_not_passed_over() {
        put("k", "content");

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(
                () -> east.getObjectAsBytes(get -> get.bucket("east").key("k").ifMatch("\"etag\"")));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> east.listBuckets());
    }
}
