package dev.ferry.messaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
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
    private final StackSettings stack;
    private final Regions regions;

    public QuarantineQueue(AwsClients clients, StackSettings stack, Regions regions) {
        this.clients = clients;
        this.stack = stack;
        this.regions = regions;
    }

    /**
     * @param what   as it came; the end of what is very long is left out
     * @param reason why it cannot be read
     */
    public void keep(RegionName region, String function, String what, String reason) {
        String domain = regions.partitionOf(region).orElseThrow().dnsSuffix();
        clients.sqs(region).sendMessage(send -> send
                .queueUrl("https://sqs." + region + "." + domain + "/" + stack.operatorAccount() + "/" + stack.queuePrefix()
                        + "-set-aside-" + region)
                .messageBody(JsonNodeFactory.instance.objectNode()
                        .put("function", function)
                        .put("reason", reason)
                        .put("what", what.substring(0, Math.min(what.length(), MOST_CHARACTERS)))
                        .toString()));
    }
}
