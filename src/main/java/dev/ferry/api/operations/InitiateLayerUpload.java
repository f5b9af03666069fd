package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.OpenUploads;
import dev.ferry.service.repository.CreateOnPush;
import jakarta.enterprise.context.ApplicationScoped;

/** Begins the upload of a layer. */
@ApplicationScoped
public class InitiateLayerUpload implements EcrOperation {
    private final LayerUploads uploads;
    private final OpenUploads open;
    private final CreateOnPush creation;

    public InitiateLayerUpload(LayerUploads uploads, OpenUploads open, CreateOnPush creation) {
        this.uploads = uploads;
        this.open = open;
        this.creation = creation;
    }

    @Override
    public String name() {
        return "InitiateLayerUpload";
    }

    /**
     * How large a client makes its parts. A request reaches a function as base64 in base64, of which Lambda takes 6 MB.
     */
    private static final int PART_SIZE = 3 * 1024 * 1024;

    @Override
    public ObjectNode execute(OperationRequest request) {
        String countedAs = open.requireRoom(request.registry(), request.caller());
        RepositoryName name = request.input().repositoryName();
        LayerUpload upload = creation.push(
                request.authorization(name()), name, request.seen().stream().findFirst(),
                repository -> uploads.begin(repository, countedAs));
        return EcrJson.object()
                .put("uploadId", upload.id())
                .put("partSize", PART_SIZE);
    }
}
