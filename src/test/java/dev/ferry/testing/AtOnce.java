package dev.ferry.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Calls of an API at the same moment. */
public final class AtOnce {
    /** The end of a call that was answered. */
    public static final String DONE = "done";

    private static final int THREADS = 12;

    private AtOnce() {}

    /** Makes calls; how each ended, {@link #DONE} or the code of its error. Who is told to slow down calls again. */
    public static List<String> callAll(int number, IntConsumer call) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<String>> calls = IntStream.range(0, number)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> end(() -> call.accept(i)), threads))
                    .toList();
            return calls.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String end(Runnable call) {
        while (true) {
            try {
                call.run();
                return DONE;
            } catch (AwsServiceException refused) {
                if (!refused.isThrottlingException()) {
                    return refused.awsErrorDetails().errorCode();
                }
            }
        }
    }
}
