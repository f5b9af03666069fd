package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Page;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import dev.ferry.service.replication.Backfills;
import jakarta.enterprise.context.ApplicationScoped;

/** Lists the backfills of the registry, the latest first. */
@ApplicationScoped
public class ListReplicationBackfills implements EcrOperation {
    private static final int DEFAULT_RESULTS = 50;

    private final Backfills backfills;

    public ListReplicationBackfills(Backfills backfills) {
        this.backfills = backfills;
    }

    @Override
    public String name() {
        return "ListReplicationBackfills";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        Page<Backfill> page = backfills.page(
                request.registry(), Paging.after(input, BackfillId::new), Paging.size(input, DEFAULT_RESULTS));
        ObjectNode output = EcrJson.object().put("registryId", request.registry().account().value());
        ArrayNode list = output.putArray("backfills");
        page.items().forEach(backfill -> BackfillJson.describe(backfill, list.addObject()));
        Paging.writeNext(output, page);
        return output;
    }
}
