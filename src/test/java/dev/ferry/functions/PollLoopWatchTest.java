package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A native build can't be made everywhere, so this has a thread that dies as Quarkus's poll loop does. */
class PollLoopWatchTest {
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void the_process_ends_when_an_error_ends_the_poll_loop() throws InterruptedException {
        CountDownLatch event = new CountDownLatch(1);
        Thread loop = new Thread(
                () -> {
                    await(event);
                    throw new OutOfMemoryError("thrown by a handler");
                },
                "a loop (NORMAL)");
        loop.setUncaughtExceptionHandler((thread, thrown) -> { });
        Thread watch = PollLoopWatch.watch("a loop (", ended::countDown);
        loop.start();
        Awaitility.await("that it has found the loop").until(() -> watch.getState() == Thread.State.WAITING);
        assertThat(ended.getCount()).isOne();

        event.countDown();

        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(loop.isAlive()).isFalse();
    }

    @Test
    void the_process_ends_when_whoever_started_it_has_gone() throws IOException, InterruptedException {
        PipedOutputStream parent = new PipedOutputStream();
        PollLoopWatch.watch(new PipedInputStream(parent), ended::countDown);
        parent.write('x');
        assertThat(ended.getCount()).isOne();

        parent.close();

        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
