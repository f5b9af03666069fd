package dev.ferry.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One process's side of the {@link RuntimeApi}: where invocations wait until the process asks for them, and answers arrive. */
final class RuntimeEndpoint {
    private final String address;
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private final Deque<Invocation> waiting = new ArrayDeque<>();
    /** Of what waits and of what runs, by the request's id. */
    private final Map<String, CompletableFuture<InvocationResult>> results = new HashMap<>();
    private InvocationResult.Failure closed;

    RuntimeEndpoint(String address) {
        this.address = address;
    }

    /** What the process finds in {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return address;
    }

    /** Why nothing can be answered here any more; empty as long as it can. */
    synchronized Optional<InvocationResult.Failure> failure() {
        return Optional.ofNullable(closed);
    }

    /** Done when the process asks for its first event, or can't any more. */
    CompletableFuture<Void> initialised() {
        return initialised;
    }

    synchronized CompletableFuture<InvocationResult> offer(Invocation invocation) {
        if (closed != null) {
            return CompletableFuture.completedFuture(closed);
        }
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        waiting.add(invocation);
        results.put(invocation.requestId(), result);
        notify();
        return result;
    }

    /** Waits for an invocation; empty when there will be none. */
    synchronized Optional<Invocation> next() throws InterruptedException {
        initialised.complete(null);
        while (waiting.isEmpty() && closed == null) {
            wait();
        }
        return Optional.ofNullable(waiting.poll());
    }

    /** @return false if this is no invocation that is running */
    boolean answer(String requestId, InvocationResult answer) {
        CompletableFuture<InvocationResult> result = abandon(requestId);
        return result != null && result.complete(answer);
    }

    /** Forgets an invocation, whose answer is of no use any more; if no process has taken it yet, none will. */
    synchronized CompletableFuture<InvocationResult> abandon(String requestId) {
        waiting.removeIf(invocation -> invocation.requestId().equals(requestId));
        return results.remove(requestId);
    }

    /** Whether nothing waits or runs. */
    synchronized boolean isIdle() {
        return results.isEmpty();
    }

    /** Ends the endpoint: what runs fails so, and so does all that is offered later. The first reason stays. */
    void close(InvocationResult.Failure reason) {
        List<CompletableFuture<InvocationResult>> failing;
        synchronized (this) {
            if (closed != null) {
                return;
            }
            closed = reason;
            failing = List.copyOf(results.values());
            results.clear();
            waiting.clear();
            notifyAll();
        }
        initialised.complete(null);
        failing.forEach(result -> result.complete(reason));
    }
}
