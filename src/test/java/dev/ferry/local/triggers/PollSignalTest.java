package dev.ferry.local.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollSignalTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final PollSignal signal = new PollSignal();

    @Test
    void work_ends_the_wait_of_a_poller_and_of_none_twice() throws Exception {
        CompletableFuture<Boolean> waiting = waiting(LONG);
        signal.work();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();

        assertThat(signal.awaitWork(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void work_that_comes_while_a_poller_is_busy_is_found_by_its_next_wait() throws Exception {
        signal.work();

        assertThat(signal.awaitWork(LONG)).isTrue();
    }

    @Test
    void the_end_ends_every_wait() throws Exception {
        CompletableFuture<Boolean> waiting = waiting(LONG);
        CompletableFuture<Boolean> pausing = CompletableFuture.supplyAsync(() -> {
            try {
                signal.pause(LONG);
                return signal.isStopped();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        signal.stop();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(pausing.get(30, TimeUnit.SECONDS)).isTrue();
    }

    private CompletableFuture<Boolean> waiting(Duration time) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return signal.awaitWork(time);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
