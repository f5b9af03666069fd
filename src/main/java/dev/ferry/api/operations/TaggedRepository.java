package dev.ferry.api.operations;

import dev.ferry.api.OperationRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Regions;
import dev.ferry.registry.RepositoryArn;
import dev.ferry.registry.RepositoryName;
import jakarta.enterprise.context.ApplicationScoped;

/** The repository that the operations on resource tags are about. */
@ApplicationScoped
public class TaggedRepository {
    private final Regions regions;

    public TaggedRepository(Regions regions) {
        this.regions = regions;
    }

    /** @throws EcrException InvalidParameterException if it is of another Region or partition than the request */
    RepositoryName of(OperationRequest request) {
        RepositoryArn arn = request.input().value("resourceArn", RepositoryArn::parse);
        RepositoryArn here = RepositoryArn.of(
                regions.partitionOf(request.registry().region()).orElseThrow(), request.registry(), arn.name());
        if (!arn.equals(here)) {
            throw request.input().invalid("resourceArn", "must name a repository of this Region: " + here);
        }
        return arn.name();
    }
}
