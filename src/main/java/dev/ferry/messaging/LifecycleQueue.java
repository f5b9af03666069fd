package dev.ferry.messaging;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UnavailableException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import jakarta.enterprise.context.ApplicationScoped;

/** The queue from which {@code lifecycle} works, one a Region. */
@ApplicationScoped
public class LifecycleQueue {
    private final AwsClients clients;
    private final Queues queues;

    public LifecycleQueue(AwsClients clients, StackSettings stack, Regions regions) {
        this.clients = clients;
        this.queues = new Queues(stack, regions);
    }

    /** @throws UnavailableException if SQS does not take it */
    public void send(RegionName region, LifecycleMessage message) {
        UnavailableException.unless(() -> clients.sqs(region).sendMessage(send -> send
                .queueUrl(queues.url("lifecycle", region))
                .messageBody(LifecycleMessage.write(message))
                .messageGroupId(group(message))));
    }

    /** So that one account's backlog delays no other account's. */
    private static String group(LifecycleMessage message) {
        if (message instanceof LifecycleMessage.Turn turn) {
            return turn.repository().account().value();
        }
        return message instanceof LifecycleMessage.Preview preview ? preview.repository().account().value() : "policies";
    }
}
