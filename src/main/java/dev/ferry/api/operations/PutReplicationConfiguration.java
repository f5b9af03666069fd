package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.policy.Occasion;
import dev.ferry.replication.FilterType;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationConfigurationJson;
import dev.ferry.replication.RepositoryFilter;
import dev.ferry.service.access.ResourcePolicies;
import dev.ferry.service.account.ServiceLinkedRoles;
import dev.ferry.service.replication.ReplicationSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Replaces the registry's replication configuration. */
@ApplicationScoped
public class PutReplicationConfiguration implements EcrOperation {
    private final ReplicationSettings settings;
    private final ServiceLinkedRoles roles;
    private final ResourcePolicies policies;

    public PutReplicationConfiguration(
            ReplicationSettings settings, ServiceLinkedRoles roles, ResourcePolicies policies) {
        this.settings = settings;
        this.roles = roles;
        this.policies = policies;
    }

    @Override
    public String name() {
        return "PutReplicationConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        requireFilters(request.input().structure("replicationConfiguration"));
        ReplicationConfiguration configuration = request.input().valid("replicationConfiguration",
                () -> ReplicationConfigurationJson.read(request.input().tree("replicationConfiguration")));
        if (!configuration.rules().isEmpty() && !roles.isThere(request.registry())) {
            policies.requireOfCaller(request.authorization(name()).on(Occasion.MISSING_ROLE));
        }
        settings.put(request.registry(), configuration);
        return EcrJson.object().set("replicationConfiguration", ReplicationConfigurationJson.write(configuration));
    }

    /** Each by itself, so that an error names the one that is wrong. */
    private static void requireFilters(Input configuration) {
        configuration.structures("rules").forEach(rule -> rule.structures("repositoryFilters").forEach(filter -> filter.value(
                "filter", text -> new RepositoryFilter(FilterType.named(filter.text("filterType")), text))));
    }
}
