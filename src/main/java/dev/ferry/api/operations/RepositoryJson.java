package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.OperationRequest;
import dev.ferry.api.RegistryAddresses;
import dev.ferry.registry.ExclusionFilter;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.RepositoryArn;
import dev.ferry.registry.TagMutability;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** ECR's {@code Repository}, written. */
@ApplicationScoped
public class RepositoryJson {
    private final Regions regions;
    private final RegistryAddresses addresses;

    public RepositoryJson(Regions regions, RegistryAddresses addresses) {
        this.regions = regions;
        this.addresses = addresses;
    }

    /** A repository of the registry that is asked about, for whoever asks. */
    ObjectNode write(Repository repository, OperationRequest request) {
        Registry registry = repository.registry();
        Regions.Partition partition = regions.partitionOf(registry.region()).orElseThrow();
        ObjectNode json = EcrJson.object()
                .put("repositoryArn", RepositoryArn.of(partition, registry, repository.name()).toString())
                .put("registryId", registry.account().value())
                .put("repositoryName", repository.name().value())
                .put("repositoryUri", addresses.host(request) + "/" + repository.name())
                .put("imageTagMutability", repository.tagMutability().mode().name());
        writeExclusions(json, repository.tagMutability());
        json.set("createdAt", EcrJson.timestamp(repository.createdAt()));
        json.putObject("imageScanningConfiguration").put("scanOnPush", repository.scanOnPush());
        writeEncryption(json, withKey(registry, partition, repository.encryption()));
        return json;
    }

    /** Where no key was given it is the default key of the registry, whose id is always the same. */
    private static Encryption withKey(Registry registry, Regions.Partition partition, Encryption encryption) {
        if (encryption.type() == Encryption.Type.AES256 || encryption.kmsKey() != null) {
            return encryption;
        }
        UUID id = UUID.nameUUIDFromBytes(("alias/aws/ecr of " + registry).getBytes(StandardCharsets.UTF_8));
        return new Encryption(encryption.type(),
                "arn:" + partition.id() + ":kms:" + registry.region() + ":" + registry.account() + ":key/" + id);
    }

    static void writeEncryption(ObjectNode into, Encryption encryption) {
        ObjectNode json = into.putObject("encryptionConfiguration").put("encryptionType", encryption.type().name());
        if (encryption.kmsKey() != null) {
            json.put("kmsKey", encryption.kmsKey());
        }
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
