package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.MediaTypes;
import dev.ferry.service.image.Images;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers as ECR does for an image that cannot be scanned: Ferry has no scanner. */
@ApplicationScoped
public class StartImageScan implements EcrOperation {
    private final Images images;

    public StartImageScan(Images images) {
        this.images = images;
    }

    @Override
    public String name() {
        return "StartImageScan";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ImageId id = ImageIds.required(request.input(), "imageId");
        Image image = ImageIds.find(images, request, id);
        if (image.storage().isArchived()) {
            throw new EcrException(ErrorCode.IMAGE_ARCHIVED, "The image with digest '" + image.digest()
                    + "' is archived. It has to be restored before it can be scanned");
        }
        if (MediaTypes.isIndex(image.mediaType())) {
            throw new EcrException(ErrorCode.UNSUPPORTED_IMAGE_TYPE, "The image with digest '" + image.digest()
                    + "' has the media type '" + image.mediaType() + "', which is not supported");
        }
        return ScanStatus.write(request, id, image);
    }
}
