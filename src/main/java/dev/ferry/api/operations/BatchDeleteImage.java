package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.image.ImageDeletion;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes images away, or only tags of them. */
@ApplicationScoped
public class BatchDeleteImage implements EcrOperation {
    private final ImageDeletion deletion;
    private final Repositories repositories;

    public BatchDeleteImage(ImageDeletion deletion, Repositories repositories) {
        this.deletion = deletion;
        this.repositories = repositories;
    }

    @Override
    public String name() {
        return "BatchDeleteImage";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        RepositoryName repository = request.input().repositoryName();
        repositories.get(request.registry(), repository);
        ImageIds.Checked ids = ImageIds.list(request.input(), "imageIds");
        ObjectNode output = EcrJson.object();
        ArrayNode removed = output.putArray("imageIds");
        ArrayNode failures = output.putArray("failures");
        ids.failures().forEach(failures::add);
        List<ImageId> wanted = ids.valid().stream().distinct().toList();
        deletion.requireFew(request.registry(), repository, wanted);
        wanted.forEach(id -> {
            ImageDeletion.Deleted deleted = deletion.delete(request.registry(), repository, id);
            deleted.removed().forEach(gone -> removed.add(ImageIds.json(gone)));
            deleted.failure().ifPresent(why -> failures.add(ImageIds.failure(ImageIds.json(id), why)));
        });
        return output;
    }
}
