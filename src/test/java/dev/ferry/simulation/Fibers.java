package dev.ferry.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets several calls be under way at once, of which exactly one runs. What runs keeps running until it pauses itself;
 * then another thread goes on with the steps, one of which may resume what was paused. Which one runs is decided by who
 * pauses and resumes, never by the machine, so the same decisions give the same interleaving. As long as nobody pauses, all
 * of it runs on one thread, and costs no switch.
 */
public final class Fibers {
    private final Deque<Thread> idle = new ArrayDeque<>();
    private final List<Thread> paused = new ArrayList<>();
    private volatile Thread running;
    private Thread home;
    private BooleanSupplier step;
    private boolean finished;
    private Throwable failure;

    /**
     * Takes steps until one says that it was the last. Nothing may be paused then.
     *
     * @param step false when it was the last one
     */
    public void run(BooleanSupplier step) {
        this.step = step;
        finished = false;
        failure = null;
        home = Thread.currentThread();
        running = home;
        work();
        if (failure != null) {
            throw new IllegalStateException("a step failed", failure);
        }
    }

    private void work() {
        while (!finished) {
            try {
                if (!step.getAsBoolean()) {
                    finished = true;
                }
            } catch (RuntimeException | Error failed) {
                failure = failed;
                finished = true;
            }
        }
        if (Thread.currentThread() != home) {
            idle.remove(home);
            idle.push(Thread.currentThread());
            pass(home);
        }
    }

    public int paused() {
        return paused.size();
    }

    /** Stops what is running here until it is resumed; the steps go on elsewhere. */
    public void pause() {
        paused.add(Thread.currentThread());
        pass(idle.isEmpty() ? worker() : idle.pop());
        awaitTurn();
    }

    /** Goes on with what was paused; the step that says so ends when something else pauses, or all is done. */
    public void resume(int which) {
        idle.push(Thread.currentThread());
        pass(paused.remove(which));
        awaitTurn();
    }

    private Thread worker() {
        Thread worker = new Thread(() -> {
            while (true) {
                awaitTurn();
                work();
            }
        }, "fiber");
        worker.setDaemon(true);
        worker.start();
        return worker;
    }

    private void pass(Thread next) {
        running = next;
        LockSupport.unpark(next);
    }

    private void awaitTurn() {
        while (running != Thread.currentThread()) {
            LockSupport.park(this);
        }
    }
}
