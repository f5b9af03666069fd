package dev.ferry.messaging;

import dev.ferry.clients.StackSettings;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;

/** Where the stack's queues are, each in every Region: {@code <prefix>-<queue>-<Region>} of the operator's account. */
record Queues(StackSettings stack, Regions regions) {

    String url(String queue, RegionName region) {
        String domain = regions.partitionOf(region).orElseThrow().dnsSuffix();
        return "https://sqs." + region + "." + domain + "/" + stack.operatorAccount() + "/" + stack.queuePrefix() + "-"
                + queue + "-" + region;
    }
}
