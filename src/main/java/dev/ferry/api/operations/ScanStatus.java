package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import java.util.Optional;

/** What became of the scan of an image, which is the same for each: ECR's answer for one that it cannot scan. */
final class ScanStatus {
    private ScanStatus() {}

    static ObjectNode write(OperationRequest request, ImageId asked, Image image) {
        ObjectNode output = EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", request.input().repositoryName().value());
        output.set("imageId", ImageIds.json(new ImageId(Optional.of(image.digest()), asked.tag())));
        output.putObject("imageScanStatus")
                .put("status", image.storage().isArchived() ? "IMAGE_ARCHIVED" : "UNSUPPORTED_IMAGE")
                .put("description", "UnsupportedImageError: The operating system and/or package manager are not supported.");
        return output;
    }
}
