package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.Stack;
import dev.ferry.replication.Backfill;
import java.time.Clock;
import java.util.Optional;

/** The latest backfills of each registry, and how far they have come. */
final class BackfillsView implements ConsoleView {
    private static final int OF_A_REGISTRY = 20;

    private final Clock clock;

    BackfillsView(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode backfills = all.putArray("backfills");
        KnownRegistries.of(stack).keySet().forEach(registry -> stack.backfillRecords()
                .latestFirst(registry, Optional.empty(), clock.instant())
                .limit(OF_A_REGISTRY)
                .forEach(backfill -> write(backfill, backfills.addObject())));
        return all;
    }

    private static void write(Backfill backfill, ObjectNode into) {
        into.put("replicationBackfillId", backfill.id().value())
                .put("registry", backfill.registry().toString())
                .put("destination", backfill.destination().toString())
                .put("status", backfill.status().name())
                .put("total", backfill.progress().total())
                .put("completed", backfill.progress().completed())
                .put("failed", backfill.progress().failed())
                .put("startedAt", backfill.startedAt().toString());
        backfill.failureCode().ifPresent(code -> into.put("failureCode", code));
    }
}
