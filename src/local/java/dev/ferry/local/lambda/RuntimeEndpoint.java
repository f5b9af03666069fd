package dev.ferry.local.lambda;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One process's side of the {@link RuntimeApi}: where an invocation waits until the process asks for it, and where the
 * answer arrives. It holds one invocation at a time, as a Lambda execution environment does.
 */
final class RuntimeEndpoint {
    private final String address;
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private Invocation waiting;
    private Invocation running;
    private CompletableFuture<InvocationResult> result;
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

    /** @throws IllegalStateException if the one before is not answered */
    synchronized CompletableFuture<InvocationResult> offer(Invocation invocation) {
        if (waiting != null || running != null) {
            throw new IllegalStateException("an invocation is running");
        }
        if (closed != null) {
            return CompletableFuture.completedFuture(closed);
        }
        waiting = invocation;
        result = new CompletableFuture<>();
        notifyAll();
        return result;
    }

    /** Waits for an invocation; empty when there will be none. */
    synchronized Optional<Invocation> next() throws InterruptedException {
        initialised.complete(null);
        while (waiting == null && closed == null) {
            wait();
        }
        running = waiting;
        waiting = null;
        return Optional.ofNullable(running);
    }

    /** @return false if this is not the invocation that is running */
    synchronized boolean answer(String requestId, InvocationResult answer) {
        if (running == null || !running.requestId().equals(requestId)) {
            return false;
        }
        running = null;
        result.complete(answer);
        return true;
    }

    /** Ends the endpoint: what runs fails so, and so does all that is offered later. The first reason stays. */
    synchronized void close(InvocationResult.Failure reason) {
        if (closed != null) {
            return;
        }
        closed = reason;
        initialised.complete(null);
        if (result != null) {
            result.complete(reason);
        }
        waiting = null;
        running = null;
        notifyAll();
    }
}
