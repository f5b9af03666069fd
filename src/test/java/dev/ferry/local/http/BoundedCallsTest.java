package dev.ferry.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoundedCallsTest {
    private static final int LARGE = 4 * 1024 * 1024;

    private final AtomicInteger underWay = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final BoundedCalls calls = new BoundedCalls(this::answer);

    private GatewayResponse answer(GatewayRequest request) {
        if (request.body().length == LARGE) {
            underWay.incrementAndGet();
            try {
                answered.await();
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            }
        }
        return GatewayResponse.message(200, "OK");
    }

    private static GatewayRequest request(int size) {
        return new GatewayRequest("PUT", "/", "", Map.of(), new byte[size], "HTTP/1.1", "127.0.0.1");
    }

    @Test
    void of_large_requests_some_are_under_way_and_small_ones_wait_for_none() {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<GatewayResponse>> large = Stream.generate(() ->
                            CompletableFuture.supplyAsync(() -> calls.apply(request(LARGE)), threads))
                    .limit(6)
                    .toList();
            await().until(() -> underWay.get() == 4 && calls.waiting() == 2);

            assertThat(calls.apply(request(1000)).status()).isEqualTo(200);
            assertThat(underWay).hasValue(4);
            answered.countDown();

            assertThat(large).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        } finally {
            threads.shutdownNow();
        }
    }
}
