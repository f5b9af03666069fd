package dev.ferry.simulation.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** The client request tokens of the transactions done, by which a repeated one is known and is not done again. */
final class RequestTokens {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Done> done = new HashMap<>();

    RequestTokens(Clock clock) {
        this.clock = clock;
    }

    private record Done(TransactWriteItemsRequest request, Instant at) {}

    /**
     * Whether this very request was done within the last ten minutes.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException if another one was
     */
    boolean isRepeated(TransactWriteItemsRequest request) {
        Done before = done.get(request.clientRequestToken());
        if (before == null || before.at().plus(LIFETIME).isBefore(clock.instant())) {
            return false;
        }
        if (!before.request().equals(request)) {
            throw Refusals.otherRequest();
        }
        return true;
    }

    void add(TransactWriteItemsRequest request) {
        if (request.clientRequestToken() != null) {
            done.put(request.clientRequestToken(), new Done(request, clock.instant()));
        }
    }
}
