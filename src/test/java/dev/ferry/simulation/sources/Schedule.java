package dev.ferry.simulation.sources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.VirtualTime;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import java.util.Optional;

/** The schedule by which a Region is swept; it may come early, late or not at all. */
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

    public void tick() {
        functions.invoke(FunctionName.SWEEP, region, "scheduled at " + time.now(), Optional.empty(),
                ferry -> ferry.sweep.handleRequest(JsonNodeFactory.instance.objectNode().put("region", region.value()), null));
    }
}
