package dev.ferry.local.lambda;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes that run the same functions. One is started when no other can take an event; the oldest is used first, so a
 * second one of those that take one event at a time is only there if two events once ran side by side.
 */
final class FunctionPool {
    private final ProcessStart start;
    private final int eventsAtATime;
    private final List<FunctionProcess> processes = new ArrayList<>();
    private final Map<FunctionProcess, Integer> running = new HashMap<>();
    private boolean closed;

    /** Starts a process. */
    interface ProcessStart {
        FunctionProcess start() throws IOException;
    }

    /** @param eventsAtATime how many events one process takes side by side */
    FunctionPool(ProcessStart start, int eventsAtATime) {
        this.start = start;
        this.eventsAtATime = eventsAtATime;
    }

    /** A process that can take an event; to be given back. */
    synchronized FunctionProcess take() throws IOException {
        if (closed) {
            throw new IOException("the local cloud is stopping");
        }
        processes.removeIf(this::isOfNoMoreUse);
        for (FunctionProcess process : processes) {
            if (process.isUsable() && running.getOrDefault(process, 0) < eventsAtATime) {
                return counted(process);
            }
        }
        return counted(started());
    }

    /** Whether a process waits for events. */
    synchronized boolean isPrepared() {
        return processes.stream().anyMatch(FunctionProcess::isUsable);
    }

    /** Starts a process before there is an event for it. */
    synchronized void prepare() throws IOException {
        if (!closed && processes.isEmpty()) {
            started();
        }
    }

    private FunctionProcess started() throws IOException {
        FunctionProcess started = start.start();
        processes.add(started);
        return started;
    }

    private boolean isOfNoMoreUse(FunctionProcess process) {
        if (process.isUsable() || running.containsKey(process)) {
            return false;
        }
        process.kill();
        return true;
    }

    private FunctionProcess counted(FunctionProcess process) {
        running.merge(process, 1, Integer::sum);
        return process;
    }

    synchronized void giveBack(FunctionProcess process) {
        running.computeIfPresent(process, (key, events) -> events == 1 ? null : events - 1);
    }

    /** Asks all processes to end; what runs fails, and no other is started. */
    synchronized void terminate() {
        closed = true;
        processes.forEach(FunctionProcess::terminate);
    }

    /** Ends all processes at once; what runs fails, and the next event has a new one started. */
    synchronized void recycle() {
        processes.forEach(FunctionProcess::kill);
    }

    void awaitEnd() {
        List<FunctionProcess> ending;
        synchronized (this) {
            ending = List.copyOf(processes);
        }
        ending.forEach(FunctionProcess::awaitEnd);
    }
}
