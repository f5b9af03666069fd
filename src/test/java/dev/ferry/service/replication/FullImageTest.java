package dev.ferry.service.replication;

import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An image that has as many tags at the destination as it may have. */
@ExtendWith(LocalAws.class)
class FullImageTest {
    private static final TestImage IMAGE = Images.image().build();

    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    @Test
    void a_further_tag_ends_the_replication_and_says_why() {
        services.repository(source);
        services.configure(source, elsewhere);
        services.deliver(services.push(source, IMAGE, "first"));
        services.clients.dynamoDb(elsewhere.region()).updateItem(update -> update.tableName("ferry-images")
                .key(Map.of("repository", AttributeValue.fromS(Services.key(elsewhere).toString()),
                        "item", AttributeValue.fromS("image#" + IMAGE.digest())))
                .updateExpression("ADD tags :more")
                .conditionExpression("attribute_exists(pushedAt)")
                .expressionAttributeValues(Map.of(":more", AttributeValue.fromSs(
                        IntStream.range(1, 1_000).mapToObj(tag -> "tag-" + tag).toList()))));

        Push push = services.push(source, IMAGE, "further");
        services.deliver(push);

        assertThat(services.state(push, elsewhere)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
            assertThat(failed.reason()).contains("maximum allowed number of tags").contains("1000")
                    .contains(elsewhere.toString());
        });
        assertThat(services.tagged(elsewhere, "further")).isEmpty();
    }
}
