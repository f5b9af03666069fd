package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.registry.ExclusionFilter;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TagMutability;
import jakarta.enterprise.context.ApplicationScoped;

/** ECR's {@code Repository}, written. */
@ApplicationScoped
public class RepositoryJson {
    private final Regions regions;

    public RepositoryJson(Regions regions) {
        this.regions = regions;
    }

    String arn(Registry registry, RepositoryName name) {
        return "arn:" + regions.partitionOf(registry.region()).orElseThrow().id() + ":ecr:" + registry.region() + ":"
                + registry.account() + ":repository/" + name;
    }

    ObjectNode write(Repository repository) {
        Registry registry = repository.registry();
        ObjectNode json = EcrJson.object()
                .put("repositoryArn", arn(registry, repository.name()))
                .put("registryId", registry.account().value())
                .put("repositoryName", repository.name().value())
                .put("repositoryUri", registry.account() + ".dkr.ecr." + registry.region() + "."
                        + regions.partitionOf(registry.region()).orElseThrow().dnsSuffix() + "/" + repository.name())
                .put("imageTagMutability", repository.tagMutability().mode().name());
        writeExclusions(json, repository.tagMutability());
        json.set("createdAt", EcrJson.timestamp(repository.createdAt()));
        json.putObject("imageScanningConfiguration").put("scanOnPush", repository.scanOnPush());
        ObjectNode encryption = json.putObject("encryptionConfiguration")
                .put("encryptionType", repository.encryption().type().name());
        if (repository.encryption().kmsKey() != null) {
            encryption.put("kmsKey", repository.encryption().kmsKey());
        }
        return json;
    }

    static void writeExclusions(ObjectNode into, TagMutability tagMutability) {
        if (!tagMutability.exclusions().isEmpty()) {
            ArrayNode filters = into.putArray("imageTagMutabilityExclusionFilters");
            for (ExclusionFilter filter : tagMutability.exclusions()) {
                filters.addObject().put("filterType", "WILDCARD").put("filter", filter.wildcard());
            }
        }
    }
}
