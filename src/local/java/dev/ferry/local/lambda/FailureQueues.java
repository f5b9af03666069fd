package dev.ferry.local.lambda;

/** The on-failure destinations: where an event goes that was given up. */
@FunctionalInterface
public interface FailureQueues {

    /** @param queue the queue's name in the Region */
    void send(String region, String queue, String body);
}
