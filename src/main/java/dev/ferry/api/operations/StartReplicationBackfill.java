package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.service.replication.Backfills;
import jakarta.enterprise.context.ApplicationScoped;

/** Starts to copy to one destination what was in the registry before. */
@ApplicationScoped
public class StartReplicationBackfill implements EcrOperation {
    private final Backfills backfills;

    public StartReplicationBackfill(Backfills backfills) {
        this.backfills = backfills;
    }

    @Override
    public String name() {
        return "StartReplicationBackfill";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input destination = request.input().structure("destination");
        return BackfillJson.answer(backfills.start(request.registry(), new Registry(
                destination.value("registryId", AccountId::new), destination.value("region", RegionName::new))));
    }
}
