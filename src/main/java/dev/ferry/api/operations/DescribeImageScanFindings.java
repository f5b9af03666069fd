package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.ImageId;
import dev.ferry.service.image.Images;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers as ECR does for an image that cannot be scanned: Ferry has no scanner, and no findings. */
@ApplicationScoped
public class DescribeImageScanFindings implements EcrOperation {
    private final Images images;

    public DescribeImageScanFindings(Images images) {
        this.images = images;
    }

    @Override
    public String name() {
        return "DescribeImageScanFindings";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ImageId id = ImageIds.required(request.input(), "imageId");
        return ScanStatus.write(request, id, ImageIds.find(images, request, id));
    }
}
