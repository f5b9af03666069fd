package dev.ferry.service.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.clients.AwsClients;
import dev.ferry.functions.LifecycleFunction;
import dev.ferry.registry.RegionName;
import dev.ferry.service.Services;
import dev.ferry.testing.Beans;
import dev.ferry.testing.FerryBeans;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Does what the function {@code lifecycle} does with the messages of its queue in a Region, one at a time. */
public final class LifecycleRun {
    private final RegionName region;
    private final LifecycleFunction function;
    private final SqsClient sqs;
    private final String queue;

    public LifecycleRun(RegionName region, LifecyclePages pages, Clock clock) {
        Beans beans = FerryBeans.create().with(LifecyclePages.class, pages).with(Clock.class, clock);
        this.region = region;
        this.function = beans.get(LifecycleFunction.class);
        this.sqs = beans.get(AwsClients.class).sqs(region);
        this.queue = "https://sqs." + region + ".amazonaws.com/" + Services.stack().operatorAccount() + "/ferry-lifecycle-" + region;
    }

    /** Pages of so many policies and images, of which as many are taken a turn. */
    public static LifecyclePages pages(int size) {
        return new LifecyclePages() {
            @Override
            public int policies() {
                return size;
            }

            @Override
            public int taken() {
                return size;
            }

            @Override
            public int atOnce() {
                return size;
            }
        };
    }

    /** The schedule's event. */
    public void start() {
        function.handleRequest(JsonNodeFactory.instance.objectNode().put("region", region.value()), null);
    }

    /** Takes one message, which stays in the queue if it failed; empty list if there was none, or else what failed. */
    public List<String> next() {
        List<Message> received = sqs.receiveMessage(receive -> receive.queueUrl(queue).visibilityTimeout(0)).messages();
        for (Message message : received) {
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            event.putArray("Records").addObject()
                    .put("messageId", message.messageId())
                    .put("awsRegion", region.value())
                    .put("body", message.body());
            JsonNode failures = function.handleRequest(event, null).get("batchItemFailures");
            if (!failures.isEmpty()) {
                return failures.findValuesAsText("itemIdentifier");
            }
            sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
        }
        return List.of();
    }

    /** Takes messages until there are none. */
    public int drain() {
        int taken = 0;
        while (isWaiting()) {
            next();
            taken++;
        }
        return taken;
    }

    private boolean isWaiting() {
        return !sqs.receiveMessage(receive -> receive.queueUrl(queue).visibilityTimeout(0)).messages().isEmpty();
    }
}
