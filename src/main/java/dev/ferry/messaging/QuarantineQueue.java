package dev.ferry.messaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UnavailableException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The queue of what Ferry cannot read, one a Region, for a person to look at: nothing takes it up again. What waits behind
 * it goes on.
 */
@ApplicationScoped
public class QuarantineQueue {
    /** SQS takes a message of 256 KiB; a character is at most three bytes of UTF-8, or six of escaped JSON. */
    private static final int MOST_CHARACTERS = 40_000;

    private final AwsClients clients;
    private final Queues queues;

    public QuarantineQueue(AwsClients clients, StackSettings stack, Regions regions) {
        this.clients = clients;
        this.queues = new Queues(stack, regions);
    }

    /**
     * @param what   as it came; the end of what is very long is left out
     * @param reason why it cannot be read
     * @throws UnavailableException if SQS does not take it
     */
    public void send(RegionName region, String function, String what, String reason) {
        UnavailableException.unless(() -> clients.sqs(region).sendMessage(send -> send
                .queueUrl(queues.url("quarantine", region))
                .messageBody(JsonNodeFactory.instance.objectNode()
                        .put("function", function)
                        .put("reason", reason)
                        .put("what", what.substring(0, Math.min(what.length(), MOST_CHARACTERS)))
                        .toString())));
    }
}
