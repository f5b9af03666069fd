package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.RegionEntries;
import dev.ferry.cli.Stack;
import dev.ferry.cli.StatusJson;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What failed within seven days, the latest of each Region first, as {@code ferry status} tells it. */
final class FailuresView implements ConsoleView {
    static final Duration SINCE = Duration.ofDays(7);
    private static final int OF_A_REGION = 200;

    private final Clock clock;

    FailuresView(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        Instant now = clock.instant();
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = all.putArray("failures");
        for (RegionName region : stack.regions()) {
            new RegionEntries(stack, region, Optional.empty(), now.minus(SINCE)).failed()
                    .limit(OF_A_REGION)
                    .forEach(entry -> failures.add(failure(entry, now)));
        }
        return all;
    }

    private static ObjectNode failure(Entry entry, Instant now) {
        Failed end = (Failed) entry.state();
        return StatusJson.entry(entry, now)
                .put("registry", entry.source().toString())
                .put("failedAt", end.at().toString())
                .put("failureCode", end.code().code());
    }
}
