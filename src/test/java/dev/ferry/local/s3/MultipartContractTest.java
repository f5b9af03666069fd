package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/** What Ferry relies on S3's multipart uploads for, on top of the rest of the contract. */
public abstract class MultipartContractTest extends CopyAndListContractTest {
    private static final int PART = 5 * 1024 * 1024;

    String create(String key) {
        return s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
    }

    CompletedPart upload(String key, String uploadId, int number, byte[] content) {
        String etag = s3.uploadPart(
                        part -> part.bucket(bucket).key(key).uploadId(uploadId).partNumber(number),
                        RequestBody.fromBytes(content))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private CompleteMultipartUploadResponse complete(String key, String uploadId, CompletedPart... parts) {
        return s3.completeMultipartUpload(complete ->
                complete.bucket(bucket).key(key).uploadId(uploadId).multipartUpload(upload -> upload.parts(parts)));
    }

    private static byte[] joined(byte[]... contents) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Arrays.stream(contents).forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    @Test
    void completeMultipartUpload_joins_the_parts_in_the_order_of_their_numbers() throws Exception {
        byte[] first = bytes(PART, 1);
        byte[] second = bytes(PART + 17, 2);
        byte[] third = bytes(3, 3);
        String id = s3.createMultipartUpload(
                        create -> create.bucket(bucket).key("layer").contentType("application/x-layer"))
                .uploadId();
        CompletedPart last = upload("layer", id, 9, third);
        CompletedPart middle = upload("layer", id, 4, second);
        CompletedPart start = upload("layer", id, 1, first);

        CompleteMultipartUploadResponse completed = complete("layer", id, start, middle, last);

        assertThat(completed.eTag()).matches("\"[0-9a-f]{32}-3\"");
        assertThat(get("layer")).isEqualTo(joined(first, second, third));
        assertThat(s3.headObject(head -> head.bucket(bucket).key("layer")).contentType())
                .isEqualTo("application/x-layer");
        assertThat(s3.getObjectAsBytes(get ->
                                get.bucket(bucket).key("layer").range("bytes=" + (PART - 2) + "-" + (2 * PART + 18)))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(joined(first, second, third), PART - 2, 2 * PART + 19));
    }

    @Test
    void completeMultipartUpload_takes_the_last_upload_of_a_number_and_leaves_out_what_is_not_named() {
        String id = create("k");
        upload("k", id, 1, bytes(10, 1));
        CompletedPart again = upload("k", id, 1, bytes(20, 2));
        upload("k", id, 2, bytes(30, 3));

        complete("k", id, again);

        assertThat(get("k")).isEqualTo(bytes(20, 2));
    }

    @Test
    void completeMultipartUpload_gives_a_checksum_of_the_checksums() {
        String id = s3.createMultipartUpload(
                        create -> create.bucket(bucket).key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
        String etag = s3.uploadPart(
                        part -> part.bucket(bucket)
                                .key("k")
                                .uploadId(id)
                                .partNumber(1)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        RequestBody.fromBytes(bytes(10, 1)))
                .eTag();
        Part listed = s3.listParts(list -> list.bucket(bucket).key("k").uploadId(id)).parts().get(0);
        CompletedPart part = CompletedPart.builder()
                .partNumber(1)
                .eTag(etag)
                .checksumSHA256(listed.checksumSHA256())
                .build();

        assertThat(complete("k", id, part).checksumSHA256()).endsWith("-1");
        assertThat(get("k")).isEqualTo(bytes(10, 1));
    }

    @Test
    void copyObject_gives_the_sha256_of_a_whole_object_that_was_uploaded_in_parts() {
        String id = create("parts");
        CompletedPart first = upload("parts", id, 1, bytes(PART, 1));
        CompletedPart second = upload("parts", id, 2, bytes(PART + 1, 2));
        complete("parts", id, first, second, upload("parts", id, 3, bytes(7, 3)));

        assertThat(copyWithSha256("parts")).isEqualTo(sha256(joined(bytes(PART, 1), bytes(PART + 1, 2), bytes(7, 3))));
    }

    @Test
    void copyObject_gives_the_sha256_of_parts_that_came_in_another_order_twice_or_for_nothing() {
        String id = create("parts");
        CompletedPart last = upload("parts", id, 2, bytes(7, 3));
        upload("parts", id, 1, bytes(PART, 1));
        CompletedPart first = upload("parts", id, 1, bytes(PART, 2));
        complete("parts", id, first, last);
        String unused = create("one");
        CompletedPart only = upload("one", unused, 1, bytes(PART, 4));
        upload("one", unused, 2, bytes(PART, 5));
        complete("one", unused, only);

        assertThat(copyWithSha256("parts")).isEqualTo(sha256(joined(bytes(PART, 2), bytes(7, 3))));
        assertThat(copyWithSha256("one")).isEqualTo(sha256(bytes(PART, 4)));
    }

    /** The SHA-256 that the copy's answer carries, and that the copy has from then on. */
    private String copyWithSha256(String source) {
        String answered = s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey(source)
                        .destinationBucket(bucket).destinationKey("copy of " + source)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .copyObjectResult()
                .checksumSHA256();
        HeadObjectResponse copy = s3.headObject(
                head -> head.bucket(bucket).key("copy of " + source).checksumMode(ChecksumMode.ENABLED));
        assertThat(copy.checksumSHA256()).isEqualTo(answered);
        return answered;
    }

    private static String sha256(byte[] content) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Digest.sha256(content).hex()));
    }

    @Test
    void copyObject_and_uploadPartCopy_refuse_a_source_that_is_another_by_now() {
        put("source", bytes(10, 1));
        String etag = s3.headObject(head -> head.bucket(bucket).key("source")).eTag();
        put("source", bytes(10, 2));
        String id = create("to");

        refused("PreconditionFailed", 412, () -> s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("source")
                .copySourceIfMatch(etag).destinationBucket(bucket).destinationKey("to")));
        refused("PreconditionFailed", 412, () -> s3.uploadPartCopy(copy -> copy.sourceBucket(bucket).sourceKey("source")
                .copySourceIfMatch(etag).destinationBucket(bucket).destinationKey("to").uploadId(id).partNumber(1)));
    }

    @Test
    void completeMultipartUpload_refuses_parts_that_make_no_object_and_can_be_asked_again() {
        String id = create("k");
        CompletedPart small = upload("k", id, 1, bytes(100, 1));
        CompletedPart other = upload("k", id, 2, bytes(100, 2));
        CompletedPart wrongTag = CompletedPart.builder().partNumber(1).eTag(other.eTag()).build();
        CompletedPart missing = CompletedPart.builder().partNumber(3).eTag(other.eTag()).build();

        refused("EntityTooSmall", 400, () -> complete("k", id, small, other));
        refused("InvalidPartOrder", 400, () -> complete("k", id, other, small));
        refused("InvalidPart", 400, () -> complete("k", id, wrongTag));
        refused("InvalidPart", 400, () -> complete("k", id, missing));
        refused("MalformedXML", 400, () -> complete("k", id));

        complete("k", id, small);
        assertThat(get("k")).isEqualTo(bytes(100, 1));
    }

    @Test
    void completeMultipartUpload_if_none_match_refuses_when_the_key_has_an_object() {
        String id = create("k");
        CompletedPart part = upload("k", id, 1, bytes(100, 1));
        put("k", bytes(10, 2));

        refused("PreconditionFailed", 412, () -> s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                .key("k")
                .uploadId(id)
                .ifNoneMatch("*")
                .multipartUpload(upload -> upload.parts(part))));
        assertThat(get("k")).isEqualTo(bytes(10, 2));
    }

    @Test
    void an_upload_that_has_ended_is_no_more() {
        String completed = create("k");
        CompletedPart part = upload("k", completed, 1, bytes(100, 1));
        complete("k", completed, part);
        String aborted = create("k");
        upload("k", aborted, 1, bytes(100, 2));
        s3.abortMultipartUpload(abort -> abort.bucket(bucket).key("k").uploadId(aborted));

        refused(NoSuchUploadException.class, "NoSuchUpload", 404, () -> upload("k", aborted, 2, bytes(100, 3)));
        refused(NoSuchUploadException.class, "NoSuchUpload", 404, () -> complete("k", aborted, part));
        refused(NoSuchUploadException.class, "NoSuchUpload", 404, () -> upload("k", completed, 2, bytes(100, 3)));
        refused(NoSuchUploadException.class, "NoSuchUpload", 404, () ->
                s3.listParts(list -> list.bucket(bucket).key("k").uploadId(aborted)));
        assertThat(get("k")).isEqualTo(bytes(100, 1));
    }

    @Test
    void uploadPart_refuses_a_number_that_is_none() {
        String id = create("k");

        refused("InvalidArgument", 400, () -> upload("k", id, 10_001, bytes(1, 1)));
    }

    @Test
    void uploadPartCopy_takes_whole_objects_and_ranges() throws Exception {
        byte[] source = bytes(2 * PART, 4);
        put("source +1", source);
        put("small", bytes(10, 5));
        String id = create("k");

        CompletedPart range = copyPart("source +1", "bytes=100-" + (PART + 199), id, 1);
        CompletedPart uploaded = upload("k", id, 2, bytes(PART, 6));
        CompletedPart whole = copyPart("small", null, id, 3);
        byte[] ranged = Arrays.copyOfRange(source, 100, PART + 200);

        assertThat(complete("k", id, range, uploaded, whole).eTag()).matches("\"[0-9a-f]{32}-3\"");
        assertThat(get("k")).isEqualTo(joined(ranged, bytes(PART, 6), bytes(10, 5)));
        s3.deleteObject(delete -> delete.bucket(bucket).key("source +1"));
        assertThat(get("k")).isEqualTo(joined(ranged, bytes(PART, 6), bytes(10, 5)));
    }

    @Test
    void uploadPartCopy_takes_a_range_over_the_parts_of_its_source() {
        String sourceId = create("source");
        CompletedPart first = upload("source", sourceId, 1, bytes(PART, 1));
        CompletedPart second = upload("source", sourceId, 2, bytes(PART, 2));
        complete("source", sourceId, first, second);
        String id = create("k");

        complete("k", id, copyPart("source", "bytes=" + (PART - 5) + "-" + (PART + 4), id, 1));

        assertThat(get("k")).isEqualTo(Arrays.copyOfRange(
                joined(bytes(PART, 1), bytes(PART, 2)), PART - 5, PART + 5));
    }

    @Test
    void uploadPartCopy_refuses_a_range_that_is_not_in_the_source() {
        put("source", bytes(10, 1));
        String id = create("k");

        refused("InvalidArgument", 400, () -> copyPart("source", "bytes=5-10", id, 1));
    }

    private CompletedPart copyPart(String source, String range, String uploadId, int number) {
        String etag = s3.uploadPartCopy(copy -> copy.sourceBucket(bucket)
                        .sourceKey(source)
                        .copySourceRange(range)
                        .destinationBucket(bucket)
                        .destinationKey("k")
                        .uploadId(uploadId)
                        .partNumber(number))
                .copyPartResult()
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    @Test
    void listParts_lists_by_number_and_page() throws Exception {
        String id = create("k");
        for (int number : new int[] {7, 2, 5}) {
            upload("k", id, number, bytes(number, number));
        }

        List<Part> parts = new ArrayList<>();
        s3.listPartsPaginator(list -> list.bucket(bucket).key("k").uploadId(id).maxParts(2))
                .forEach(page -> parts.addAll(page.parts()));

        assertThat(parts).extracting(Part::partNumber).containsExactly(2, 5, 7);
        assertThat(parts).extracting(Part::size).containsExactly(2L, 5L, 7L);
        assertThat(parts.get(0).eTag()).matches("\"[0-9a-f]{32}\"");
    }

}
