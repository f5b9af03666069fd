package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.replication.ReplicationConfigurationJson;
import dev.ferry.service.replication.ReplicationSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the registry's replication configuration. */
@ApplicationScoped
public class DescribeRegistry implements EcrOperation {
    private final ReplicationSettings settings;

    public DescribeRegistry(ReplicationSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "DescribeRegistry";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return EcrJson.object()
                .put("registryId", request.registry().account().value())
                .set("replicationConfiguration", ReplicationConfigurationJson.write(settings.of(request.registry())));
    }
}
