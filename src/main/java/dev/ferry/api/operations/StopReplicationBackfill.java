package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.replication.Backfills;
import jakarta.enterprise.context.ApplicationScoped;

/** Has a backfill copy nothing more than what is under way. */
@ApplicationScoped
public class StopReplicationBackfill implements EcrOperation {
    private final Backfills backfills;

    public StopReplicationBackfill(Backfills backfills) {
        this.backfills = backfills;
    }

    @Override
    public String name() {
        return "StopReplicationBackfill";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return BackfillJson.answer(backfills.stop(request.registry(), BackfillJson.id(request.input())));
    }
}
