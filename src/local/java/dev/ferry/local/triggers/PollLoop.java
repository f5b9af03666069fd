package dev.ferry.local.triggers;

import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.RetryDelay;
import java.time.Duration;
import java.time.Instant;

/** Polls again and again on a thread of its own, until closed. What a poll throws is logged, and it is tried again later. */
final class PollLoop implements AutoCloseable {
    private final PollSignal signal = new PollSignal();
    private final String name;
    private final Poll poll;
    private final LogSink log;
    private final Thread thread;

    /** One poll, which waits by itself if there is nothing to do. */
    @FunctionalInterface
    interface Poll {
        void run(PollSignal signal) throws InterruptedException;
    }

    private PollLoop(String name, Poll poll, LogSink log) {
        this.name = name;
        this.poll = poll;
        this.log = log;
        this.thread = new Thread(this::run, name);
    }

    /** @param name what is polled, for the log */
    static PollLoop start(String name, Poll poll, LogSink log) {
        PollLoop loop = new PollLoop(name, poll, log);
        loop.thread.setDaemon(true);
        loop.thread.start();
        return loop;
    }

    private void run() {
        int failures = 0;
        try {
            while (!signal.isStopped()) {
                try {
                    poll.run(signal);
                    failures = 0;
                } catch (RuntimeException e) { // of a service that is away for a moment, of whatever kind
                    failures++;
                    if (!signal.isStopped()) {
                        log.did(name, "failed, is tried again: " + e.getMessage());
                        signal.pause(RetryDelay.LOCAL.after(failures));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the next poll come at once, if one waits. */
    void wake() {
        signal.work();
    }

    /** Waits until the loop has ended, which it was asked to. @return whether it has */
    boolean awaitEnd(Instant deadline) throws InterruptedException {
        thread.join(Math.max(1, Duration.between(Instant.now(), deadline).toMillis()));
        return !thread.isAlive();
    }

    /** Asks the loop to end; a request under way is left to end by itself. */
    @Override
    public void close() {
        signal.stop();
    }
}
