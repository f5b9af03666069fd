package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidRequestException;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What Ferry relies on in S3's copies, deletions and listings, on top of single objects. */
public abstract class CopyAndListContractTest extends S3ContractTest {
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
        String other = newBucket();
        put("k", bytes(1000, 10));

        s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("k").destinationBucket(other).destinationKey("k"));

        assertThat(s3.getObjectAsBytes(get -> get.bucket(other).key("k")).asByteArray()).isEqualTo(bytes(1000, 10));
    }

    @Test
    void copyObject_refuses_a_source_that_is_not_there_and_a_copy_to_itself() {
        put("k", bytes(10, 1));

        refused(NoSuchKeyException.class, "NoSuchKey", 404, () -> s3.copyObject(
                copy -> copy.sourceBucket(bucket).sourceKey("none").destinationBucket(bucket).destinationKey("to")));
        refused(InvalidRequestException.class, "InvalidRequest", 400, () -> s3.copyObject(
                copy -> copy.sourceBucket(bucket).sourceKey("k").destinationBucket(bucket).destinationKey("k")));
    }

    @Test
    void copyObject_is_made_on_the_condition_that_its_key_is_free_or_has_that_object() {
        put("from", bytes(10, 1));
        String first = s3.putObject(put -> put.bucket(bucket).key("to"), RequestBody.fromBytes(bytes(10, 2))).eTag();
        put("to", bytes(10, 3));
        String last = s3.headObject(of -> of.bucket(bucket).key("to")).eTag();

        refused("PreconditionFailed", 412, () -> s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("from")
                .destinationBucket(bucket).destinationKey("to").ifNoneMatch("*")));
        refused("PreconditionFailed", 412, () -> s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("from")
                .destinationBucket(bucket).destinationKey("to").ifMatch(first)));
        refused(NoSuchKeyException.class, "NoSuchKey", 404, () -> s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("from")
                .destinationBucket(bucket).destinationKey("none").ifMatch(last)));
        assertThat(get("to")).isEqualTo(bytes(10, 3));

        s3.copyObject(copy -> copy.sourceBucket(bucket).sourceKey("from")
                .destinationBucket(bucket).destinationKey("to").ifMatch(last));
        assertThat(get("to")).isEqualTo(bytes(10, 1));
    }

    @Test
    void deleteObject_deletes_and_does_not_mind_what_is_not_there() {
        put("k", bytes(10, 1));

        s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
        s3.deleteObject(delete -> delete.bucket(bucket).key("k"));

        assertThatExceptionOfType(NoSuchKeyException.class).isThrownBy(() -> get("k"));
    }

    @Test
    void listObjectsV2_lists_by_the_utf8_of_the_keys() {
        List.of("b", "a/2", "a", "a/1", "B", "\uE000", "😀", "é").forEach(key -> put(key, bytes(3, 1)));

        ListObjectsV2Response all = s3.listObjectsV2(list -> list.bucket(bucket));

        assertThat(keys(all)).containsExactly("B", "a", "a/1", "a/2", "b", "é", "\uE000", "😀");
        assertThat(all.isTruncated()).isFalse();
        assertThat(all.contents()).allSatisfy(object -> {
            assertThat(object.size()).isEqualTo(3);
            assertThat(object.eTag()).matches("\"[0-9a-f]{32}\"");
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
}
