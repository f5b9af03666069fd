package dev.ferry.service.replication;

import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/** Three pushes are open for too long, in a Region that no other test sweeps. */
@ExtendWith(LocalAws.class)
class SweepTest {
    private final Services services = new Services();
    private final Registry source = registry("ca-central-1");
    private final List<Push> pushes = new ArrayList<>();

    @BeforeEach
    void pushThreeTimes() {
        services.sweepLater().sweep(source.region()); // the pushes that the test before left open
        services.sweepLater().sweep(source.region()); // and the replications that this opened
        services.repository(source);
        services.configure(source, sameAccount(source, "eu-west-1"));
        for (int seed = 1; seed <= 3; seed++) {
            pushes.add(services.push(source, Images.image().seed(seed).build(), "v" + seed));
        }
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UpdateItem", "BatchGetItem", "TransactWriteItems", "SendMessageBatch"})
    void what_cannot_be_taken_up_is_reported_and_does_not_keep_the_rest_waiting(String step) {
        SdkCalls.beforeNext(step, SweepTest::fail);

        List<SdkCalls.Call> calls = SdkCalls.during(
                () -> assertThatThrownBy(() -> services.sweepLater().sweep(source.region()))
                        .hasMessageContaining("1 of 3")
                        .satisfies(thrown -> assertThat(thrown.getSuppressed())
                                .singleElement()
                                .satisfies(why -> assertThat(why).hasMessage("the network is down"))));

        assertThat(SdkCalls.count(calls, "Sqs").get("SendMessageBatch"))
                .isEqualTo(step.equals("SendMessageBatch") ? 3 : 2);
    }

    @Test
    void what_could_not_be_taken_up_is_taken_up_later() {
        SdkCalls.beforeNext("UpdateItem", SweepTest::fail);
        assertThatThrownBy(() -> services.sweepLater().sweep(source.region())).hasMessageContaining("1 of 3");

        services.sweepLater().sweep(source.region());

        assertThat(pushes).allSatisfy(
                push -> assertThat(services.history.of(source.region(), ImageKey.of(push)))
                        .singleElement()
                        .satisfies(history -> assertThat(history.opened()).hasSize(1)));
    }

    @Test
    @Tag("full")
    void each_page_is_taken_up_before_the_next_is_read() {
        Push push = pushes.get(0);
        List<Map<String, AttributeValue>> open = IntStream.range(0, 250)
                .mapToObj(number -> openReplication(push, Registry.of("%012d".formatted(700_000_000_000L + number), "eu-west-1")))
                .toList();
        open.forEach(item -> services.tables.in(source.region())
                .putItem(put -> put.tableName(services.tables.name("replications")).item(item)));

        List<SdkCalls.Call> calls = SdkCalls.during(
                () -> assertThat(services.sweepLater().sweep(source.region())).isEqualTo(250 + pushes.size()));

        int pages = 0;
        int takenUp = 0;
        for (SdkCalls.Call call : calls) {
            if (call.request() instanceof QueryRequest query && query.hasExclusiveStartKey()) {
                pages++;
                assertThat(takenUp).as("taken up before page %s is read", pages + 1)
                        .isBetween(100 * pages, 100 * pages + pushes.size());
            } else if (call.request() instanceof SendMessageBatchRequest) {
                takenUp++;
            }
        }
        assertThat(pages).as("pages that followed another").isEqualTo(2);
        open.forEach(item -> services.tables.in(source.region()).deleteItem(delete -> delete
                .tableName(services.tables.name("replications"))
                .key(Map.of("image", item.get("image"), "push", item.get("push")))));
    }

    /** As fan-out opens it, as far as the sweep looks. */
    private static Map<String, AttributeValue> openReplication(Push push, Registry destination) {
        return Map.of(
                "image", AttributeValue.fromS(ImageKey.of(push).toString()),
                "push", AttributeValue.fromS(push.id() + "#" + destination.account() + "#" + destination.region()),
                "open", AttributeValue.fromS("open-" + Math.floorMod(push.id().value().hashCode(), 8)),
                "since", AttributeValue.fromS(push.pushedAt().toString()));
    }

    private static void fail() {
        throw SdkClientException.create("the network is down");
    }
}
