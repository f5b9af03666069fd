package dev.ferry.simulation.functions;

import dev.ferry.clients.UniqueNames;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Chance;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The functions of all Regions. Each has clients of its own, and a clock that is up to some minutes wrong. */
public final class Functions {
    private final Map<Place, Ferry> deployed = new HashMap<>();
    private final Stores stores;
    private final Calls calls;
    private final VirtualTime time;
    private final Chance chance;
    private final Duration mostSkew;
    private final LongSupplier commits;
    private final Consumer<Ended> ended;
    private long invocations;

    private record Place(FunctionName function, RegionName region) {}

    /** @param result what the function answered, or failed with */
    public record Ended(Invocation invocation, Object result) {
        public String inWords() {
            return invocation.event() + ": " + result;
        }
    }

    /**
     * @param commits how many commits there are
     * @param ended   told when an invocation has ended, however it has
     */
    public Functions(
            Stores stores, Calls calls, VirtualTime time, Chance chance, Duration mostSkew, LongSupplier commits,
            Consumer<Ended> ended) {
        this.stores = stores;
        this.calls = calls;
        this.time = time;
        this.chance = chance;
        this.mostSkew = mostSkew;
        this.commits = commits;
        this.ended = ended;
    }

    /**
     * Invokes a function.
     *
     * @return its answer; empty if it failed, or was killed
     */
    public <T> Optional<T> invoke(
            FunctionName function, RegionName region, String event, Optional<ReplicationMessage> message,
            Function<Ferry, T> body) {
        Invocation invocation = new Invocation(
                ++invocations, function, region, event, message, time.now(), commits.getAsLong());
        Ferry ferry = deployed.computeIfAbsent(new Place(function, region), any -> deploy());
        calls.run(invocation);
        try {
            T answer = body.apply(ferry);
            ended.accept(new Ended(invocation, answer));
            return Optional.of(answer);
        } catch (RuntimeException | Killed failure) {
            ended.accept(new Ended(invocation, failure));
            return Optional.empty();
        } finally {
            invocation.kill();
            calls.run(null);
        }
    }

    /** Names that the same seed gives again. */
    private static final class SeededNames extends UniqueNames {
        private final Chance chance;

        SeededNames(Chance chance) {
            this.chance = chance;
        }

        @Override
        public UUID next() {
            return chance.uuid();
        }
    }

    private Ferry deploy() {
        long most = mostSkew.toMillis();
        Duration skew = Duration.ofMillis(most == 0 ? 0 : chance.between(-most, most));
        return new Ferry(new FunctionClients(stores, calls), Stores.STACK, time.clock(skew), new SeededNames(chance));
    }
}
