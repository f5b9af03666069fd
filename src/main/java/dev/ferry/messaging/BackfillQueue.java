package dev.ferry.messaging;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UnavailableException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The queue from which {@code backfill} works, one a Region. */
@ApplicationScoped
public class BackfillQueue {
    private final AwsClients clients;
    private final Queues queues;

    public BackfillQueue(AwsClients clients, StackSettings stack, Regions regions) {
        this.clients = clients;
        this.queues = new Queues(stack, regions);
    }

    /**
     * Has a backfill carried on.
     *
     * @param delay from now on, in whole seconds
     * @throws UnavailableException if SQS does not take it; then the sweep sends it
     */
    public void send(RegionName region, BackfillMessage message, Duration delay) {
        UnavailableException.unless(() -> clients.sqs(region).sendMessage(send -> send
                .queueUrl(queues.url("backfill", region))
                .messageBody(message.write())
                .messageGroupId(message.account().value())
                .delaySeconds((int) delay.toSeconds())));
    }
}
