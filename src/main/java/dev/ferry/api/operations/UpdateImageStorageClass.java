package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.StorageClass;
import dev.ferry.service.image.StorageClasses;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Archives an image, or restores it. */
@ApplicationScoped
public class UpdateImageStorageClass implements EcrOperation {
    private final StorageClasses storageClasses;

    public UpdateImageStorageClass(StorageClasses storageClasses) {
        this.storageClasses = storageClasses;
    }

    @Override
    public String name() {
        return "UpdateImageStorageClass";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        ImageId id = ImageIds.required(input, "imageId");
        StorageClass target = StorageClass.valueOf(input.text("targetStorageClass"));
        Image image = storageClasses.update(request.registry(), input.repositoryName(), id, target)
                .orElseThrow(() -> ImageIds.notFound(request, id));
        ObjectNode output = EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", input.repositoryName().value())
                .put("imageStatus", target == StorageClass.ARCHIVE ? "ARCHIVED" : "ACTIVE");
        output.set("imageId", ImageIds.json(new ImageId(Optional.of(image.digest()), id.tag())));
        return output;
    }
}
