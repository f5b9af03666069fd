package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationConfigurationJson;
import dev.ferry.service.replication.ReplicationSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Replaces the registry's replication configuration. */
@ApplicationScoped
public class PutReplicationConfiguration implements EcrOperation {
    private final ReplicationSettings settings;

    public PutReplicationConfiguration(ReplicationSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "PutReplicationConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ReplicationConfiguration configuration = request.input().valid("replicationConfiguration",
                () -> ReplicationConfigurationJson.read(request.input().tree("replicationConfiguration")));
        settings.put(request.registry(), configuration);
        return EcrJson.object().set("replicationConfiguration", ReplicationConfigurationJson.write(configuration));
    }
}
