package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Page;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillImage;
import dev.ferry.replication.BackfillResult;
import dev.ferry.service.replication.Backfills;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells how a backfill stands, and once it has ended what became of each image. */
@ApplicationScoped
public class DescribeReplicationBackfillResults implements EcrOperation {
    private final Backfills backfills;

    public DescribeReplicationBackfillResults(Backfills backfills) {
        this.backfills = backfills;
    }

    @Override
    public String name() {
        return "DescribeReplicationBackfillResults";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        Backfill backfill = backfills.get(request.registry(), BackfillJson.id(input));
        Page<BackfillResult> page = backfills.results(backfill,
                input.optionalText("resultStatusFilter").map(BackfillResult.Status::valueOf),
                Paging.after(input, BackfillImage::named),
                Paging.size(input));
        ObjectNode output = BackfillJson.describe(
                backfill, EcrJson.object().put("registryId", request.registry().account().value()));
        ArrayNode list = output.putArray("results");
        page.items().forEach(result -> list.add(result(result)));
        Paging.writeNext(output, page);
        return output;
    }

    private static ObjectNode result(BackfillResult result) {
        ObjectNode one = EcrJson.object().put("repositoryName", result.repository().value());
        one.set("imageId", ImageIds.json(result.image()));
        one.put("status", result.status().name());
        result.failureCode().ifPresent(code -> one.put("failureCode", code));
        return one;
    }
}
