package dev.ferry.local.queues;

import dev.ferry.local.template.Queue;
import dev.ferry.registry.RegionName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * The queues in memory for many threads, one call at a time. Who receives from a queue and finds nothing waits as long as it
 * asks to, lets others go on, and is woken by what comes into that queue or becomes visible in it, and by nothing else.
 */
final class SharedSqs {
    private final InMemorySqs queues;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<InMemoryQueue, Condition> waiting = new HashMap<>();
    private boolean waits = true;

    SharedSqs(InMemorySqs queues) {
        this.queues = queues;
    }

    SqsClient client(RegionName region) {
        return new SharedSqsClient(this, region);
    }

    void create(RegionName region, List<Queue> declared) {
        inTurn(() -> declared.forEach(queue -> queues.createQueue(region, queue)));
    }

    /** Lets nobody wait, now or later, until {@link #clear}: who receives is told at once what there is. */
    void endWaits() {
        inTurn(() -> {
            waits = false;
            waiting.values().forEach(Condition::signalAll);
        });
    }

    /** Removes all queues. Nobody may wait for messages of one. */
    void clear() {
        inTurn(() -> {
            queues.clear();
            waiting.clear();
            waits = true;
        });
    }

    <T> T call(RegionName region, Function<SqsClient, T> operation) {
        turn.lock();
        try {
            return operation.apply(queues.client(region));
        } finally {
            turn.unlock();
        }
    }

    /** A call after which there may be more to receive from that queue. */
    <T> T call(RegionName region, String queueUrl, Function<SqsClient, T> operation) {
        return call(region, client -> {
            T response = operation.apply(client);
            wake(queues.queueAt(region, queueUrl));
            return response;
        });
    }

    ReceiveMessageResponse receive(RegionName region, ReceiveMessageRequest request) {
        long end = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(request.waitTimeSeconds() == null ? 0 : request.waitTimeSeconds());
        turn.lock();
        try {
            while (true) {
                ReceiveMessageResponse response = queues.client(region).receiveMessage(request);
                InMemoryQueue queue = queues.queueAt(region, request.queueUrl());
                queue.declared().redrive().ifPresent(redrive -> wake(queues.queue(region, redrive.deadLetterQueue())));
                long left = end - System.nanoTime();
                if (!response.messages().isEmpty() || !waits || left <= 0) {
                    return response;
                }
                waiting.computeIfAbsent(queue, of -> turn.newCondition()).awaitNanos(Math.min(left, nanosUntilVisible(queue)));
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return ReceiveMessageResponse.builder().build();
        } finally {
            turn.unlock();
        }
    }

    private long nanosUntilVisible(InMemoryQueue queue) {
        return queue.nextVisible()
                .map(next -> Math.max(Duration.between(queues.clock().instant(), next).toNanos(), TimeUnit.MILLISECONDS.toNanos(1)))
                .orElse(Long.MAX_VALUE);
    }

    private void wake(InMemoryQueue queue) {
        Condition waiters = waiting.get(queue);
        if (waiters != null) {
            waiters.signalAll();
        }
    }

    private void inTurn(Runnable change) {
        turn.lock();
        try {
            change.run();
        } finally {
            turn.unlock();
        }
    }
}
