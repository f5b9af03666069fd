package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.AwsClients;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How much may point at one image; whatever that is, a request is answered, and never because an item is full. */
class ImageLimitsTest extends ApiTest {
    private final TestImage image = Images.image().build();

    @BeforeEach
    void pushImage() {
        create("app");
        push("app", image, null);
    }

    /** As if so many had come by pushes, which would take half a minute. */
    private void give(TestImage to, String attribute, List<String> values) {
        api.beans().get(AwsClients.class).dynamoDb(new RegionName(REGION)).updateItem(update -> update
                .tableName("ferry-images")
                .key(Map.of("repository", AttributeValue.fromS(account + "/app"),
                        "item", AttributeValue.fromS("image#" + to.digest())))
                .updateExpression("ADD " + attribute + " :values")
                .conditionExpression("attribute_exists(pushedAt)")
                .expressionAttributeValues(Map.of(":values", AttributeValue.fromSs(values))));
    }

    private static List<String> tags(int number) {
        return IntStream.range(0, number).mapToObj(tag -> String.format("%0300d", tag)).toList();
    }

    @Test
    void a_thousand_tags_name_an_image_and_no_more() {
        give(image, "tags", tags(999));
        put("app", image, "thousandth");

        assertRefused(() -> put("app", image, "another"), "LimitExceededException", "The image with digest '" + image.digest()
                + "' already has the maximum allowed number of tags, which is '1000'");
        refused(() -> put("app", image, "thousandth"), 400, "ImageAlreadyExistsException");
        assertThat(ecr.describeImages(describe -> describe.repositoryName("app")).imageDetails()).singleElement()
                .satisfies(detail -> assertThat(detail.imageTags()).hasSize(1_000).contains("thousandth"));
    }

    @Test
    void five_hundred_indexes_list_an_image_and_no_more() {
        give(image, "listedBy", IntStream.range(0, 499).mapToObj(n -> Digest.sha256(new byte[n]).toString()).toList());
        put("app", Images.index(image).build(), "last");

        assertRefused(() -> put("app", Images.index(image).annotation("one", "more").build(), "more"),
                "LimitExceededException", "The image with digest '" + image.digest()
                        + "' is already listed by the maximum allowed number of indexes, which is '500'");
    }

    @Test
    void an_image_at_every_limit_is_still_an_item() {
        TestImage large = Images.artifact(image).annotation("note", "n".repeat(32_000)).build();
        push("app", large, null);
        give(large, "tags", tags(999));
        give(large, "listedBy", IntStream.range(0, 500)
                .mapToObj(n -> Digest.Algorithm.SHA512.of(new byte[n]).toString()).toList());

        put("app", large, "thousandth");

        assertThat(ecr.batchGetImage(get -> get.repositoryName("app").imageIds(id -> id.imageTag("thousandth"))).images())
                .singleElement().satisfies(got -> assertThat(got.imageManifest()).isEqualTo(large.manifestText()));
    }

    @Test
    void an_image_of_no_layers_is_refused() {
        TestImage withoutLayers = Images.image().layers(0).build();
        upload("app", withoutLayers.config().bytes());

        assertRefused(() -> put("app", withoutLayers, "v1"), "InvalidParameterException",
                invalid("imageManifest", "Image has to have at least 1 layer"));
    }
}
