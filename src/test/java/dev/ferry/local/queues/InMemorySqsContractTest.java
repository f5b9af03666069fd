package dev.ferry.local.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.MovableClock;
import dev.ferry.local.template.Queue;
import dev.ferry.registry.RegionName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The simulation's SQS keeps the contract that the one-machine cloud's keeps, only sooner. */
class InMemorySqsContractTest extends SqsContractTest {
    private static final RegionName REGION = new RegionName("us-west-2");

    private final MovableClock clock = new MovableClock(Instant.parse("2026-08-01T12:00:00Z"));
    private final InMemorySqs server = new InMemorySqs("111122223333", clock, DeliveryChoices.IN_ORDER);

    @Override
    protected SqsClient connect() {
        return server.client(REGION);
    }

    @Override
    protected void createQueues(List<Queue> queues) {
        queues.forEach(queue -> server.createQueue(REGION, queue));
    }

    @Override
    protected void passTimeUntil(BooleanSupplier condition) {
        for (int seconds = 0; !condition.getAsBoolean(); seconds++) {
            assertThat(seconds).isLessThan(60);
            clock.pass(Duration.ofSeconds(1));
        }
    }
}
