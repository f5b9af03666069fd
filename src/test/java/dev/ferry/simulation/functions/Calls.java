package dev.ferry.simulation.functions;

import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Chance;
import dev.ferry.simulation.Fibers;
import dev.ferry.simulation.VirtualTime;
import dev.ferry.simulation.faults.Fault;
import dev.ferry.simulation.faults.Faults;
import dev.ferry.simulation.faults.Partial;
import dev.ferry.simulation.faults.Refusals;
import dev.ferry.simulation.promises.Violation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/**
 * Every call that a simulated function makes. Before it another function may go on; the function may die before it and
 * after it; it may fail in any way that the service or the network may; and what it did is shown to the {@link Watcher}.
 */
public final class Calls {
    private static final Duration ONE_CALL = Duration.ofMillis(3);
    private static final Map<Method, Boolean> OPERATIONS = new ConcurrentHashMap<>();

    private final VirtualTime time;
    private final Fibers fibers;
    private final Chance chance;
    private final Faults faults;
    private final Watcher watcher;
    private final double pauseRate;
    private final int mostPaused;
    private final List<Invocation> paused = new ArrayList<>();
    private Invocation running;
    private long made;
    private boolean ending;

    /** Sees what is called, and what came of it. */
    public interface Watcher {
        /** After a call has had its effect, or was refused by the service. Violations are thrown. */
        void effect(Invocation by, RegionName region, SdkRequest request);

        void outcome(Invocation by, RegionName region, SdkRequest request, Object outcome);

        void violated(Violation violation);

        void beginRequest(Invocation by);
    }

    public Calls(
            VirtualTime time, Fibers fibers, Chance chance, Faults faults, Watcher watcher, double pauseRate, int mostPaused) {
        this.time = time;
        this.fibers = fibers;
        this.chance = chance;
        this.faults = faults;
        this.watcher = watcher;
        this.pauseRate = pauseRate;
        this.mostPaused = mostPaused;
    }

    /** Whether a method of a client is a call, rather than a convenience in front of one. */
    static boolean isOperation(Method method) {
        return OPERATIONS.computeIfAbsent(method, any -> method.getParameterCount() > 0
                && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                && !method.getName().endsWith("Paginator")
                && !method.getName().endsWith("AsBytes"));
    }

    /** Who runs from here on; null for nobody. */
    public void run(Invocation invocation) {
        running = invocation;
    }

    /** Whoever runs begins a new request, for which it knows nothing yet. */
    public void beginRequest() {
        watcher.beginRequest(running);
    }

    /** From here on whoever makes a call dies. */
    public void endAll() {
        ending = true;
    }

    /** What is under way and does not run. */
    public List<Invocation> paused() {
        return paused;
    }

    /** The Regions in which the function is under way and does not run. */
    public List<RegionName> pausedIn(FunctionName function) {
        return paused.stream().filter(invocation -> invocation.function() == function).map(Invocation::region).toList();
    }

    /** How many there were. */
    public long made() {
        return made;
    }

    Object call(RegionName region, Object client, Method method, Object[] arguments) throws Throwable {
        Invocation by = running;
        SdkRequest request = (SdkRequest) arguments[0];
        requireLife(by);
        made++;
        time.pass(ONE_CALL);
        if (!faults.areOver() && fibers.paused() < mostPaused && chance.happens(pauseRate(request))) {
            paused.add(by);
            fibers.pause();
            paused.remove(by);
            running = by;
            requireLife(by);
        }
        try {
            Object answer = answer(by, region, client, method, arguments, request);
            watcher.outcome(by, region, request, "");
            return answer;
        } catch (RuntimeException | Killed failed) {
            watcher.outcome(by, region, request, failed instanceof Killed ? "KILLED" : failed.getClass().getSimpleName());
            throw failed;
        } catch (Violation violation) {
            watcher.outcome(by, region, request, "VIOLATION");
            watcher.violated(violation);
            throw kill(by);
        } finally {
            // Whoever pauses before trying once more has waited by now: real time means nothing here.
            LockSupport.unpark(Thread.currentThread());
        }
    }

    /** Between what was read and what is written is where others come in between. */
    private double pauseRate(SdkRequest request) {
        return request instanceof TransactWriteItemsRequest ? Math.min(0.5, pauseRate * 4) : pauseRate;
    }

    private void requireLife(Invocation by) {
        if (ending || by.isDead() || by.isOverdue(time.now())) {
            throw kill(by);
        }
    }

    private static Killed kill(Invocation by) {
        by.kill();
        return new Killed();
    }

    private Object answer(
            Invocation by, RegionName region, Object client, Method method, Object[] arguments, SdkRequest request)
            throws Throwable {
        if (faults.isUnreachable(region, time.now())) {
            throw Refusals.unreachable();
        }
        Optional<Fault> fault = faults.next(request);
        if (fault.isEmpty()) {
            return effect(by, region, client, method, arguments, request);
        }
        switch (fault.get()) {
            case KILLED_BEFORE -> throw kill(by);
            case TIMEOUT_BEFORE -> throw Refusals.timeout();
            case THROTTLED -> throw Refusals.throttled(request);
            case CONFLICT -> throw Refusals.conflict((TransactWriteItemsRequest) request);
            case KILLED_AFTER -> {
                effect(by, region, client, method, arguments, request);
                throw kill(by);
            }
            case TIMEOUT_AFTER -> {
                effect(by, region, client, method, arguments, request);
                throw Refusals.timeout();
            }
            case REPEATED -> {
                Object first = effect(by, region, client, method, arguments, request);
                // The SDK gives a transaction a token, by which DynamoDB knows it again.
                return request instanceof TransactWriteItemsRequest
                        ? first
                        : effect(by, region, client, method, arguments, request);
            }
            default -> {
                return partial(by, region, client, request);
            }
        }
    }

    private Object partial(Invocation by, RegionName region, Object client, SdkRequest request) {
        if (request instanceof BatchGetItemRequest read) {
            return Partial.get((DynamoDbClient) client, read);
        }
        if (request instanceof PutEventsRequest put) {
            Object answer = Partial.put((EventBridgeClient) client, put);
            watcher.effect(by, region, put);
            return answer;
        }
        SendMessageBatchRequest send = (SendMessageBatchRequest) request;
        Object answer = Partial.send((SqsClient) client, send);
        watcher.effect(by, region, Partial.done(send));
        return answer;
    }

    private Object effect(
            Invocation by, RegionName region, Object client, Method method, Object[] arguments, SdkRequest request)
            throws Throwable {
        Object[] made = arguments;
        if (request instanceof ChangeMessageVisibilityRequest change) {
            // Its jitter is drawn outside of the simulation, so that the seed has to draw it again.
            made = new Object[] {change.toBuilder().visibilityTimeout((int) chance.between(1, 600)).build()};
        }
        try {
            return method.invoke(client, made);
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        } finally {
            watcher.effect(by, region, request);
        }
    }
}
