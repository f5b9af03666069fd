package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.AwsClients;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** Images with as many tags as they may have are deleted by few calls, however often that is cut off. */
@Tag("full")
class ManyTagsTest extends ApiTest {
    private final DynamoDbClient tables = api.beans().get(AwsClients.class).dynamoDb(new RegionName(REGION));

    @BeforeEach
    void makeRepository() {
        create("app");
    }

    /** An image with tags of its number, as pushes would have left it. */
    private TestImage tagged(int number, int tags) {
        TestImage image = Images.image().seed(number).build();
        push("app", image, null);
        List<String> names = IntStream.range(0, tags).mapToObj(tag -> "t" + number + "-" + tag).toList();
        for (int from = 0; from < tags; from += 25) {
            List<WriteRequest> some = names.subList(from, from + 25).stream().map(name -> tagItem(image, name)).toList();
            tables.batchWriteItem(write -> write.requestItems(Map.of("ferry-images", some)));
        }
        tables.updateItem(update -> update.tableName("ferry-images")
                .key(Map.of("repository", repository(), "item", AttributeValue.fromS("image#" + image.digest())))
                .updateExpression("ADD tags :tags")
                .expressionAttributeValues(Map.of(":tags", AttributeValue.fromSs(names))));
        return image;
    }

    private AttributeValue repository() {
        return AttributeValue.fromS(account + "/app");
    }

    private WriteRequest tagItem(TestImage image, String name) {
        return WriteRequest.builder().putRequest(PutRequest.builder().item(Map.of(
                "repository", repository(),
                "item", AttributeValue.fromS("tag#" + name),
                "digest", AttributeValue.fromS(image.digest().toString()),
                "version", AttributeValue.fromN("1"),
                "sources", AttributeValue.fromM(Map.of()))).build()).build();
    }

    private static ImageIdentifier id(TestImage image) {
        return ImageIdentifier.builder().imageDigest(image.digest().toString()).build();
    }

    private int images() {
        return ecr.listImages(list -> list.repositoryName("app").maxResults(1_000)).imageIds().size();
    }

    @Test
    void a_thousand_tags_go_with_their_image_in_some_thirty_calls() {
        TestImage image = tagged(1, 1_000);
        List<ImageIdentifier> removed = new ArrayList<>();

        List<SdkCalls.Call> calls = SdkCalls.during(() -> removed.addAll(ecr.batchDeleteImage(
                delete -> delete.repositoryName("app").imageIds(id(image))).imageIds()));

        assertThat(removed).hasSize(1_000).extracting(ImageIdentifier::imageTag).contains("t1-0", "t1-999");
        assertThat(images()).isZero();
        assertThat(SdkCalls.count(calls, "DynamoDb").values().stream().mapToLong(Long::longValue).sum()).isLessThan(40);
    }

    @Test
    void a_deletion_that_was_cut_off_goes_on_where_it_was() {
        TestImage image = tagged(1, 500);
        AtomicInteger transactions = new AtomicInteger();
        SdkCalls.beforeNext("TransactWriteItems", request -> transactions.incrementAndGet() == 3, () -> {
            throw new IllegalStateException("the function was cut off");
        });
        refused(() -> ecr.batchDeleteImage(delete -> delete.repositoryName("app").imageIds(id(image))), 500, "ServerException");
        int left = images();
        assertThat(left).isEqualTo(500 - 2 * 97);

        assertThat(ecr.batchDeleteImage(delete -> delete.repositoryName("app").imageIds(id(image))).imageIds()).hasSize(left);

        assertThat(images()).isZero();
    }

    @Test
    void images_with_more_than_five_thousand_tags_are_not_deleted_at_once() {
        List<ImageIdentifier> ids = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> id(tagged(number, number == 1 ? 25 : 1_000))).toList();

        assertRefused(() -> ecr.batchDeleteImage(delete -> delete.repositoryName("app").imageIds(ids)),
                "InvalidParameterException", invalid("imageIds",
                        "The images have 5025 tags; at most 5000 can be deleted at once, so name fewer images"));
        assertThat(images()).isEqualTo(1_000);

        assertThat(ecr.batchDeleteImage(delete -> delete.repositoryName("app").imageIds(ids.subList(0, 2))).imageIds())
                .hasSize(1_025);
    }
}
