package dev.ferry.local.control;

import dev.ferry.local.identity.LocalKeys;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.triggers.Triggers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Empties a local cloud that goes on running: tables, buckets, queues and accepted events, of all accounts and Regions. What
 * is under way ends before, with its queues still there, so that nothing of it fails, and nothing is written after; a function
 * that takes too long is ended. Tables go before layers: a kill in the middle leaves less, never layers that are listed and not
 * there.
 */
public final class Reset {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClientRequests requests;
    private final Triggers triggers;
    private final AsynchronousInvocations asynchronous;
    private final Functions functions;
    private final LocalServices services;
    private final LocalKeys keys;

    public Reset(
            ClientRequests requests,
            Triggers triggers,
            AsynchronousInvocations asynchronous,
            Functions functions,
            LocalServices services,
            LocalKeys keys) {
        this.requests = requests;
        this.triggers = triggers;
        this.asynchronous = asynchronous;
        this.functions = functions;
        this.services = services;
        this.keys = keys;
    }

    /** @throws IOException if clients are still being answered, when nothing was changed; or if something cannot be deleted */
    synchronized void run() throws IOException, InterruptedException {
        requests.without(PATIENCE, () -> {
            triggers.stop();
            services.endWaits();
            if (!workHasEnded()) {
                functions.recycle();
                if (!workHasEnded()) {
                    throw new IOException("What is under way does not end; start the cloud anew");
                }
            }
            keys.forgetTables();
            try {
                services.clear();
            } finally {
                triggers.permitStarts();
            }
        });
    }

    private boolean workHasEnded() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        return triggers.awaitStopped(deadline) && asynchronous.drop(deadline);
    }
}
