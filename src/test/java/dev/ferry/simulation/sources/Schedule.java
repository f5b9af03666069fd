package dev.ferry.simulation.sources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Chance;
import dev.ferry.simulation.VirtualTime;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import java.util.Optional;

/** The schedules by which a Region is swept and its lifecycle policies are evaluated; they may come early, late or not at all. */
public final class Schedule {
    private final RegionName region;
    private final VirtualTime time;
    private final Functions functions;

    public Schedule(RegionName region, VirtualTime time, Functions functions) {
        this.region = region;
        this.time = time;
        this.functions = functions;
    }

    public RegionName region() {
        return region;
    }

    public void either(Chance chance) {
        if (chance.happens(0.5)) {
            tick();
        } else {
            evaluate();
        }
    }

    public void evaluate() {
        functions.invoke(FunctionName.LIFECYCLE, region, "scheduled at " + time.now(), Optional.empty(),
                ferry -> ferry.lifecycle.handleRequest(JsonNodeFactory.instance.objectNode().put("region", region.value()), null));
    }

    public void tick() {
        functions.invoke(FunctionName.SWEEP, region, "scheduled at " + time.now(), Optional.empty(),
                ferry -> ferry.sweep.handleRequest(JsonNodeFactory.instance.objectNode().put("region", region.value()), null));
    }
}
