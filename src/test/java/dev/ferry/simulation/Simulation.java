package dev.ferry.simulation;

import dev.ferry.local.queues.DeliveryChoices;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.faults.Faults;
import dev.ferry.simulation.functions.Calls;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedAction;
import dev.ferry.simulation.promises.Promises;
import dev.ferry.simulation.promises.Violation;
import dev.ferry.simulation.sources.Poison;
import dev.ferry.simulation.sources.QueueSource;
import dev.ferry.simulation.sources.Schedule;
import dev.ferry.simulation.sources.StreamSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole path of replication, from what clients do to what arrives, in one thread: the production services and handlers
 * over stores in memory. A seed decides who goes on next, what fails and how time passes; then the faults end, all comes to
 * rest, and the promises are looked at once more. The same scenario always goes the same way.
 */
public final class Simulation {
    private static final int SHARDS = 2;
    /** What is not at rest by then, after the faults have ended, never will be. */
    private static final Duration PATIENCE = Duration.ofDays(30);

    private final Scenario scenario;
    private final Chance chance;
    private final VirtualTime time = new VirtualTime();
    private final Trace trace = new Trace(time);
    private final History history = new History();
    private final Fibers fibers;
    private final Faults faults;
    private final Stores stores;
    private final Recorder recorder;
    private final Calls calls;
    private final Functions functions;
    private final Clients clients;
    private final List<StreamSource> streams = new ArrayList<>();
    private final List<QueueSource> queues = new ArrayList<>();
    private final List<Schedule> schedules = new ArrayList<>();
    private final int actsToBegin;
    private final int decisionsToTake;
    private final double cutOffRate;
    /** An index of indexes goes in as many evaluations as it is deep, and at last its images. */
    private int evaluationsLeft = 4;
    private int acts;
    private int decisions;
    private Instant restBegan;

    private Simulation(Scenario scenario, Fibers fibers) {
        this.scenario = scenario;
        this.fibers = fibers;
        chance = new Chance(scenario.seed());
        faults = new Faults(chance, scenario.withoutFaults());
        stores = new Stores(time, new Deliveries(chance, faults, chance.of(0.0, 0.05, 0.5)));
        recorder = new Recorder(stores, history, Promises.all(stores), trace);
        double pauseRate = chance.happens(0.75) ? chance.of(0.02, 0.06, 0.15) : 0;
        calls = new Calls(time, fibers, chance, faults, recorder, pauseRate, 1 + chance.below(4));
        Duration mostSkew = Duration.ofMinutes(chance.of(0, 1, 5));
        functions = new Functions(stores, calls, time, chance, mostSkew, history::commits,
                ended -> trace.add(ended.invocation(), ended::inWords, ""));
        clients = new Clients(functions, stores, history, calls::beginRequest);
        actsToBegin = 6 + chance.below(30);
        decisionsToTake = actsToBegin * (3 + chance.below(5));
        cutOffRate = chance.happens(0.3) ? 0.01 : 0;
        for (RegionName region : World.REGIONS) {
            if (region.equals(World.HOME)) {
                continue; // nothing is pushed there
            }
            for (int shard = 0; shard < SHARDS; shard++) {
                streams.add(StreamSource.fanOut(
                        region, shard, SHARDS, stores.stream(region), time, functions, recorder::gaveUp));
                streams.add(StreamSource.announce(
                        region, shard, SHARDS, stores.stream(region), time, functions, recorder::gaveUp));
            }
            queues.add(QueueSource.replicate(region, stores, time, functions));
            queues.add(QueueSource.replicateBackfilled(region, stores, time, functions));
            queues.add(QueueSource.backfill(region, stores, time, functions));
            queues.add(QueueSource.lifecycle(region, stores, time, functions));
            queues.add(QueueSource.giveUp("replicate-dead", region, stores, time, functions));
            queues.add(QueueSource.giveUp("backfill-dead", region, stores, time, functions));
            schedules.add(new Schedule(region, time, functions));
        }
    }

    /** @param fibers for one simulation after the other */
    public static Outcome run(Scenario scenario, Fibers fibers) {
        return new Simulation(scenario, fibers).run();
    }

    private Outcome run() {
        fibers.run(this::step);
        return new Outcome(scenario, calls.made() + decisions, acts, recorder.violation(), trace, recorder.census());
    }

    /** @return false when all is over */
    private boolean step() {
        decisions++;
        try {
            if (recorder.violation().isPresent()) {
                return unwind();
            }
            if (decisions == 1) {
                clients.prepare(chance);
                faults.begin();
                return true;
            }
            if (!faults.areOver()) {
                decide();
                if (decisions > decisionsToTake) {
                    faults.end();
                    restBegan = time.now();
                    trace.add("simulation", "the faults end");
                }
                return true;
            }
            return comeToRest();
        } catch (Violation violation) {
            recorder.violated(violation);
            return true;
        }
    }

    /** Ends what is under way. */
    private boolean unwind() {
        if (fibers.paused() == 0) {
            return false;
        }
        calls.endAll();
        fibers.resume(0);
        return true;
    }

    // ---------------------------------------------------------------------------------------------- with faults

    private void decide() {
        if (chance.happens(cutOffRate)) {
            cutOff();
        }
        switch (chance.below(20)) {
            case 0, 1, 2, 3 -> act();
            case 4, 5, 6, 7 -> resume();
            case 8, 9, 10 -> deliverRecords();
            case 11, 12, 13, 14, 15 -> deliverMessage();
            case 16 -> chance.of(schedules).either(chance);
            case 17, 18 -> pass();
            default -> surprise();
        }
    }

    private void act() {
        int act = acts;
        if (act < actsToBegin) {
            acts++;
            if (!scenario.withoutActs().contains(act)) {
                trace.add("client", "act " + act);
                clients.act(new Chance(scenario.seed() * 1_000 + act), underWay(), calls.pausedIn(FunctionName.LIFECYCLE),
                        calls.pausedIn(FunctionName.API));
            }
        }
    }

    /** The replications that are paused in the middle of something. */
    private List<ReplicationMessage> underWay() {
        return calls.paused().stream()
                .flatMap(invocation -> invocation.message().stream())
                .filter(message -> history.action(message.push()) != null)
                .toList();
    }

    private void resume() {
        if (fibers.paused() > 0) {
            fibers.resume(chance.below(fibers.paused()));
        }
    }

    private void deliverRecords() {
        List<StreamSource> ready = streams.stream().filter(StreamSource::isReady).toList();
        if (!ready.isEmpty()) {
            chance.of(ready).deliver(1 + chance.below(10));
        }
    }

    private void deliverMessage() {
        List<QueueSource> ready = queues.stream().filter(QueueSource::isReady).toList();
        if (!ready.isEmpty()) {
            chance.of(ready).deliver();
        }
    }

    private void pass() {
        Duration much = switch (chance.below(10)) {
            case 0 -> Duration.ofHours(chance.between(1, 48));
            case 1, 2, 3 -> Duration.ofMinutes(chance.between(1, 20));
            default -> Duration.ofMillis(chance.between(1, 30_000));
        };
        trace.add("time", "passes: " + much);
        time.pass(much);
    }

    private void surprise() {
        if (chance.happens(0.5)) {
            StreamSource stream = chance.of(streams);
            trace.add("stream", "starts again");
            stream.startAgain();
        } else if (chance.happens(0.3)) {
            RegionName region = chance.of(World.REGIONS);
            trace.add("someone", "sends to " + region + ": " + Poison.send(region, stores, chance));
        }
    }

    private void cutOff() {
        RegionName region = chance.of(World.REGIONS);
        Duration howLong = Duration.ofSeconds(chance.between(1, 7200));
        trace.add("network", region + " cannot be reached for " + howLong);
        faults.cutOff(region, time.now(), howLong);
    }

    // ----------------------------------------------------------------------------------------------- and after

    private boolean comeToRest() {
        if (fibers.paused() > 0) {
            fibers.resume(0);
            return true;
        }
        Optional<StreamSource> stream = streams.stream().filter(StreamSource::isReady).findFirst();
        if (stream.isPresent()) {
            stream.get().deliver(Integer.MAX_VALUE);
            return true;
        }
        Optional<QueueSource> queue = queues.stream().filter(QueueSource::isReady).findFirst();
        if (queue.isPresent()) {
            queue.get().deliver();
            return true;
        }
        boolean late = Duration.between(restBegan, time.now()).compareTo(PATIENCE) > 0;
        if (!late && isAtRest() && evaluationsLeft > 0) {
            evaluationsLeft--;
            schedules.forEach(Schedule::evaluate);
            return true;
        }
        if (late || isAtRest()) {
            recorder.atRest();
            return recorder.violation().isPresent();
        }
        time.pass(Duration.ofMinutes(10));
        // A sweep finds nothing where nothing is open.
        schedules.stream().filter(schedule -> isAnyOpen(schedule.region())).forEach(Schedule::tick);
        return true;
    }

    private boolean isAtRest() {
        return queues.stream().allMatch(QueueSource::isEmpty) && World.REGIONS.stream().noneMatch(this::isAnyOpen);
    }

    private boolean isAnyOpen(RegionName region) {
        return Stream.concat(history.actions(), history.backfilled().keySet().stream().map(history::action))
                        .anyMatch(pushed -> pushed.action().registry().region().equals(region) && isOpen(pushed))
                || World.ACCOUNTS.stream().anyMatch(account -> history.items(region, "replications", "backfills/" + account)
                        .values().stream().anyMatch(backfill -> backfill.containsKey("open")));
    }

    private boolean isOpen(CommittedAction pushed) {
        return Change.has(history.now(History.pushItem(pushed.action())), "open")
                || pushed.action().plan().destinations().stream().anyMatch(destination ->
                        Change.has(history.now(History.row(pushed.action(), destination)), "open"));
    }

    /** What queues are free to do, they do while there are faults, in some seeds more often than in others. */
    private record Deliveries(Chance chance, Faults faults, double repetitions) implements DeliveryChoices {
        @Override
        public int next(int visible) {
            return faults.areOver() ? 0 : chance.below(visible);
        }

        @Override
        public boolean staysVisible() {
            return !faults.areOver() && chance.happens(repetitions);
        }

        @Override
        public boolean survivesDeletion() {
            return !faults.areOver() && chance.happens(repetitions / 2);
        }
    }
}
