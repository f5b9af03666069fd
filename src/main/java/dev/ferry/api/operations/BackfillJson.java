package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.Input;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import dev.ferry.replication.BackfillProgress;
import dev.ferry.replication.BackfillStatus;

/** How ECR's API gives a backfill. */
final class BackfillJson {
    private BackfillJson() {}

    static BackfillId id(Input input) {
        return input.value("replicationBackfillId", BackfillId::new);
    }

    /** What {@code StartReplicationBackfill} and {@code StopReplicationBackfill} answer. */
    static ObjectNode answer(Backfill backfill) {
        ObjectNode output = EcrJson.object()
                .put("replicationBackfillId", backfill.id().value())
                .put("registryId", backfill.registry().account().value());
        output.set("destination", destination(backfill.destination()));
        output.put("status", backfill.status().name());
        output.set("startedAt", EcrJson.timestamp(backfill.startedAt()));
        return output;
    }

    /** How it stands: what was found is told once all is. */
    static ObjectNode describe(Backfill backfill, ObjectNode into) {
        into.put("replicationBackfillId", backfill.id().value());
        into.set("destination", destination(backfill.destination()));
        into.put("status", backfill.status().name());
        backfill.failureCode().filter(code -> backfill.status() == BackfillStatus.FAILED)
                .ifPresent(code -> into.put("failureCode", code));
        if (backfill.status() != BackfillStatus.PREPARING) {
            into.set("progress", progress(backfill.progress()));
        }
        into.set("startedAt", EcrJson.timestamp(backfill.startedAt()));
        backfill.endedAt().ifPresent(end -> into.set("endedAt", EcrJson.timestamp(end)));
        return into;
    }

    private static ObjectNode progress(BackfillProgress progress) {
        ObjectNode counts = EcrJson.object()
                .put("totalReplicationCount", progress.total())
                .put("completedReplicationCount", progress.completed())
                .put("failedReplicationCount", progress.failed());
        ArrayNode codes = counts.putArray("failureCodes");
        progress.failureCodes().stream().sorted().forEach(codes::add);
        return counts;
    }

    private static ObjectNode destination(Registry destination) {
        return EcrJson.object()
                .put("region", destination.region().value())
                .put("registryId", destination.account().value());
    }
}
