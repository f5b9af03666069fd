package dev.ferry.local.queues;

import dev.ferry.local.template.Queue;
import dev.ferry.local.template.Template;
import dev.ferry.registry.RegionName;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * SQS of all Regions and one account in memory, as far as Ferry and Lambda's event sources use it, for one thread at a time. Nothing
 * in it is left to chance: message ids are counted, and what a queue is free to do, {@link DeliveryChoices} decides.
 */
public final class InMemorySqs {
    private final String account;
    private final Clock clock;
    private final DeliveryChoices choices;
    private final Map<RegionName, Map<String, InMemoryQueue>> regions = new HashMap<>();
    private final Map<RegionName, InMemorySqsClient> clients = new HashMap<>();
    private long messageIds;

    /** @param clock SQS's own, which its clients cannot set */
    public InMemorySqs(String account, Clock clock, DeliveryChoices choices) {
        this.account = account;
        this.clock = clock;
        this.choices = choices;
    }

    /** Makes the queues that the stack has in this Region. */
    public void provision(RegionName region, Template stack) {
        stack.queues().forEach(queue -> createQueue(region, queue));
    }

    public void createQueue(RegionName region, Queue queue) {
        regions.computeIfAbsent(region, of -> new HashMap<>())
                .putIfAbsent(queue.name(), new InMemoryQueue(queue, arn(region, queue.name()), clock, choices, name -> queue(region, name)));
    }

    /** Has no queue any more. Clients know queues by their URLs, so whoever goes on asks for a new one. */
    void clear() {
        regions.clear();
        clients.clear();
    }

    /** @throws software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException when there is no such queue */
    public InMemoryQueue queue(RegionName region, String name) {
        InMemoryQueue queue = regions.getOrDefault(region, Map.of()).get(name);
        if (queue == null) {
            throw SqsErrors.queueDoesNotExist();
        }
        return queue;
    }

    Set<String> queueNames(RegionName region) {
        return regions.getOrDefault(region, Map.of()).keySet();
    }

    String arn(RegionName region, String queue) {
        return "arn:aws:sqs:" + region + ":" + account + ":" + queue;
    }

    public SqsClient client(RegionName region) {
        return ownClient(region);
    }

    /** @throws software.amazon.awssdk.services.sqs.model.SqsException where the URL names none */
    InMemoryQueue queueAt(RegionName region, String url) {
        return ownClient(region).queue(url);
    }

    private InMemorySqsClient ownClient(RegionName region) {
        return clients.computeIfAbsent(region, of -> new InMemorySqsClient(this, of));
    }

    String account() {
        return account;
    }

    Clock clock() {
        return clock;
    }

    String nextMessageId() {
        return new UUID(0, ++messageIds).toString();
    }
}
