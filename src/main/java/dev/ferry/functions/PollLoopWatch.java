package dev.ferry.functions;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Ends the process of a native function when it can answer nothing any more. Quarkus's poll loop is a thread: an error that
 * a handler throws, such as an {@link OutOfMemoryError}, ends it and leaves the process, which would hang until Lambda's
 * timeout. On the JVM Lambda's own runtime calls the handlers, and sees to that.
 */
@ApplicationScoped
class PollLoopWatch {
    /** Quarkus's name for it, before the mode that it runs in. */
    private static final String POLL_LOOP = "Lambda Thread (";

    /** Set by the local cloud, which holds the other end: a killed one closes it, and what it started ends too. */
    private static final String END_WITH_INPUT = "FERRY_END_WITH_INPUT";

    private static final long UNTIL_IT_STARTS_MILLIS = 20;

    void started(@Observes StartupEvent event) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            watch(POLL_LOOP, () -> Runtime.getRuntime().halt(1));
            if (Boolean.parseBoolean(System.getenv(END_WITH_INPUT))) {
                watch(System.in, () -> Runtime.getRuntime().halt(0));
            }
        }
    }

    /**
     * Quarkus starts the loop after everything else, so it may have to be waited for.
     *
     * @param loop what the thread's name begins with
     * @return what waits
     */
    static Thread watch(String loop, Runnable end) {
        return inBackground(() -> {
            try {
                Optional<Thread> running = thread(loop);
                while (running.isEmpty()) {
                    Thread.sleep(UNTIL_IT_STARTS_MILLIS);
                    running = thread(loop);
                }
                running.get().join();
                end.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static void watch(InputStream input, Runnable end) {
        inBackground(() -> {
            try {
                input.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // Then its end will not be seen otherwise.
            }
            end.run();
        });
    }

    private static Optional<Thread> thread(String name) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[group.activeCount() * 2 + 8];
        return Arrays.stream(threads, 0, group.enumerate(threads))
                .filter(thread -> thread.getName().startsWith(name))
                .findAny();
    }

    private static Thread inBackground(Runnable task) {
        Thread thread = new Thread(task, "watch");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
