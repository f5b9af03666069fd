package dev.ferry.local.http;

import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Sends on requests of which some bytes altogether are under way at a time; the others wait for their turn. On its way to a
 * function a body is in memory about five times.
 */
public final class BoundedCalls implements Function<GatewayRequest, GatewayResponse> {
    private static final int BYTES = 16 * 1024 * 1024;

    private final Function<GatewayRequest, GatewayResponse> next;
    private final Semaphore free = new Semaphore(BYTES, true);

    public BoundedCalls(Function<GatewayRequest, GatewayResponse> next) {
        this.next = next;
    }

    /** How many wait for their turn, about. */
    int waiting() {
        return free.getQueueLength();
    }

    @Override
    public GatewayResponse apply(GatewayRequest request) {
        int bytes = Math.min(BYTES, request.body().length);
        if (bytes <= BodyBuffer.UNCOUNTED) {
            return next.apply(request); // which is most of them, and waits for none that is large
        }
        free.acquireUninterruptibly(bytes);
        try {
            return next.apply(request);
        } finally {
            free.release(bytes);
        }
    }
}
