package dev.ferry.simulation.faults;

import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/**
 * Which calls go wrong. Every seed has its own mixture: some faults often, some never, for what one fault uncovers another
 * one may hide.
 */
public final class Faults {
    private static final double[] RATES = {0.0005, 0.002, 0.01, 0.03};

    private final Chance chance;
    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    private final Map<RegionName, Instant> unreachableUntil = new HashMap<>();
    private boolean over = true;

    /** @param without what never happens */
    public Faults(Chance chance, Set<Fault> without) {
        this.chance = chance;
        for (Fault fault : Fault.values()) {
            double rate = chance.happens(0.5) ? RATES[chance.below(RATES.length)] : 0;
            rates.put(fault, without.contains(fault) ? 0 : rate);
        }
    }

    /** From here on, things go wrong. */
    public void begin() {
        over = false;
    }

    /** From here on, nothing goes wrong any more. */
    public void end() {
        over = true;
    }

    public boolean areOver() {
        return over;
    }

    public void cutOff(RegionName region, Instant now, Duration howLong) {
        unreachableUntil.put(region, now.plus(howLong));
    }

    public boolean isUnreachable(RegionName region, Instant now) {
        return !over && unreachableUntil.getOrDefault(region, Instant.MIN).isAfter(now);
    }

    /** What happens to this call; mostly nothing. */
    public Optional<Fault> next(SdkRequest request) {
        if (over) {
            return Optional.empty();
        }
        for (Map.Entry<Fault, Double> fault : rates.entrySet()) {
            if (fault.getValue() > 0 && isPossible(fault.getKey(), request) && chance.happens(fault.getValue())) {
                return Optional.of(fault.getKey());
            }
        }
        return Optional.empty();
    }

    private static boolean isPossible(Fault fault, SdkRequest request) {
        return switch (fault) {
            case CONFLICT -> request instanceof TransactWriteItemsRequest;
            case UNPROCESSED -> request instanceof BatchGetItemRequest
                    || request instanceof SendMessageBatchRequest
                    || request instanceof PutEventsRequest;
            default -> true;
        };
    }
}
