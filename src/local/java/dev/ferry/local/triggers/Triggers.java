package dev.ferry.local.triggers;

import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.FailureQueues;
import dev.ferry.local.lambda.Invoker;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.s3.DurableFiles;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What starts functions by itself: streams, queues and schedules, as the template declares them, in each Region whose
 * stack is there. Requests and events are brought by those who send them.
 */
public final class Triggers implements AutoCloseable {
    private final Invoker invoker;
    private final ToIntFunction<LambdaFunction> atATime;
    private final AsynchronousInvocations asynchronous;
    private final Function<String, RegionClients> clients;
    private final FailureQueues failureQueues;
    private final RetryDelay delay;
    private final Path checkpoints;
    private final Clock clock;
    private final LogSink log;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "schedules");
        thread.setDaemon(true);
        return thread;
    });
    /** How to stop what was started. */
    private final List<Runnable> started = new ArrayList<>();
    /** What goes on for a while after it was stopped. */
    private final List<PollLoop> loops = new ArrayList<>();
    /** By Region and table. */
    private final Map<List<String>, TableStream> streams = new ConcurrentHashMap<>();
    private boolean closed;
    private boolean paused;

    /**
     * @param atATime     how many batches of a queue a function may handle side by side
     * @param clients     the clients of a Region
     * @param checkpoints the folder that keeps how far each stream was handled
     */
    public Triggers(
            Invoker invoker,
            ToIntFunction<LambdaFunction> atATime,
            AsynchronousInvocations asynchronous,
            Function<String, RegionClients> clients,
            FailureQueues failureQueues,
            RetryDelay delay,
            Path checkpoints,
            Clock clock,
            LogSink log) {
        this.invoker = invoker;
        this.atATime = atATime;
        this.asynchronous = asynchronous;
        this.clients = clients;
        this.failureQueues = failureQueues;
        this.delay = delay;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Sees to it that the filters of streams can be followed, before any stream is read.
     *
     * @throws IllegalArgumentException if one is no event pattern that is known here
     */
    public static void check(List<LambdaFunction> functions) {
        for (LambdaFunction function : functions) {
            for (Trigger trigger : function.triggers()) {
                if (trigger instanceof Trigger.Stream stream) {
                    stream.filters().forEach(EventPattern::parse);
                }
            }
        }
    }

    /** Starts the triggers of a Region, whose tables and queues are there; not between {@link #stop} and {@link #permitStarts}. */
    public synchronized void start(StackLocation location, Template template) {
        if (closed || paused) {
            return;
        }
        for (LambdaFunction function : template.functions()) {
            for (Trigger trigger : function.triggers()) {
                start(trigger, function, location).ifPresent(started::add);
            }
        }
    }

    private Optional<Runnable> start(Trigger trigger, LambdaFunction function, StackLocation location) {
        if (trigger instanceof Trigger.Stream stream) {
            RegionClients region = clients.apply(location.region());
            StreamPoller poller = new StreamPoller(
                    stream,
                    new BatchFunction(invoker, function.logicalId(), location, stream.reportBatchItemFailures()),
                    region.dynamoDb(),
                    region.streams(),
                    streams.computeIfAbsent(
                            List.of(location.region(), stream.table()),
                            table -> new TableStream(location.region(), stream.table(), clock)),
                    checkpoints.resolve(location.region()).resolve(function.logicalId() + "-" + stream.table() + ".json"),
                    failureQueues,
                    delay,
                    clock,
                    log);
            poller.loops().forEach(loops::add);
            return Optional.of(poller::close);
        }
        if (trigger instanceof Trigger.QueuePoll queue) {
            QueuePoller poller = new QueuePoller(
                    clients.apply(location.region()).sqs(),
                    queue,
                    atATime.applyAsInt(function),
                    new BatchFunction(invoker, function.logicalId(), location, queue.reportBatchItemFailures()),
                    log);
            poller.loops().forEach(loops::add);
            return Optional.of(poller::close);
        }
        if (trigger instanceof Trigger.Schedule schedule) {
            ScheduleTrigger ticks = new ScheduleTrigger(schedule, function, location, asynchronous, timer, clock, log);
            return Optional.of(ticks::close);
        }
        return Optional.empty();
    }

    /**
     * Has the streams of a table read at once that was written.
     *
     * @param request what DynamoDB was asked, in JSON
     */
    public void written(String region, String request) {
        streams.values().forEach(stream -> stream.written(region, request));
    }

    /** Asks the triggers of all Regions to end. */
    public synchronized void stop() {
        paused = true;
        started.forEach(Runnable::run);
        started.clear();
        streams.clear();
    }

    /**
     * Waits for what {@link #stop} asked to end, then forgets how far the streams were handled.
     *
     * @return whether all have ended by then
     */
    public boolean awaitStopped(Instant deadline) throws InterruptedException, IOException {
        List<PollLoop> ending;
        synchronized (this) { // and no longer: what they wait for may be a stack, whose triggers are to start
            ending = List.copyOf(loops);
        }
        for (PollLoop loop : ending) {
            if (!loop.awaitEnd(deadline)) {
                return false;
            }
        }
        synchronized (this) {
            loops.removeAll(ending);
        }
        DurableFiles.deleteTree(checkpoints);
        return true;
    }

    /** Has the triggers of stacks that become ready from now on start again. */
    public synchronized void permitStarts() {
        paused = false;
    }

    /** Asks all of them to end, which they do when their requests under way have. */
    @Override
    public synchronized void close() {
        closed = true;
        timer.shutdownNow();
        started.forEach(Runnable::run);
    }
}
