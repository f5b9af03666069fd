package dev.ferry.local.stack;

import dev.ferry.local.template.Queue;
import java.util.List;

/** Makes the queues of a Region, and keeps those that are there. */
@FunctionalInterface
public interface QueueProvisioning {

    void provision(String region, List<Queue> queues);
}
