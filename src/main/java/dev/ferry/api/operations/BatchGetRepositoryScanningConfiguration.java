package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryArn;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.ScanningConfiguration;
import dev.ferry.registry.ScanningConfiguration.Frequency;
import dev.ferry.registry.ScanningConfigurationJson;
import dev.ferry.service.account.ScanningSettings;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells how the images of repositories are to be scanned, by their own setting and the registry's rules. */
@ApplicationScoped
public class BatchGetRepositoryScanningConfiguration implements EcrOperation {
    private final Repositories repositories;
    private final ScanningSettings scanning;
    private final Regions regions;

    public BatchGetRepositoryScanningConfiguration(Repositories repositories, ScanningSettings scanning, Regions regions) {
        this.repositories = repositories;
        this.scanning = scanning;
        this.regions = regions;
    }

    @Override
    public String name() {
        return "BatchGetRepositoryScanningConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        List<RepositoryName> names = request.input().values("repositoryNames", RepositoryName::new).stream().distinct().toList();
        Map<RepositoryName, Repository> found = repositories.find(request.registry(), names).stream()
                .collect(Collectors.toMap(Repository::name, Function.identity()));
        ScanningConfiguration configuration = scanning.get(request.registry());
        ObjectNode output = EcrJson.object();
        ArrayNode configurations = output.putArray("scanningConfigurations");
        ArrayNode failures = output.putArray("failures");
        for (RepositoryName name : names) {
            if (found.containsKey(name)) {
                write(configuration, found.get(name), request, configurations.addObject());
            } else {
                failures.addObject()
                        .put("repositoryName", name.value())
                        .put("failureCode", "REPOSITORY_NOT_FOUND")
                        .put("failureReason", "The repository could not be found");
            }
        }
        return output;
    }

    private void write(
            ScanningConfiguration configuration, Repository repository, OperationRequest request, ObjectNode into) {
        Frequency frequency = configuration.frequencyFor(repository);
        Regions.Partition partition = regions.partitionOf(request.registry().region()).orElseThrow();
        into.put("repositoryArn", RepositoryArn.of(partition, request.registry(), repository.name()).toString())
                .put("repositoryName", repository.name().value())
                .put("scanOnPush", frequency == Frequency.SCAN_ON_PUSH)
                .put("scanFrequency", frequency.name())
                .set("appliedScanFilters", ScanningConfigurationJson.filters(configuration.filtersFor(repository.name())));
    }
}
