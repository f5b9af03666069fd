package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.service.layer.LayerUploads;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes the next part of a layer. */
@ApplicationScoped
public class UploadLayerPart implements EcrOperation {
    private final LayerUploads uploads;

    public UploadLayerPart(LayerUploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public String name() {
        return "UploadLayerPart";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        byte[] part = input.bytes("layerPartBlob");
        long first = input.number("partFirstByte");
        if (input.number("partLastByte") != first + part.length - 1) {
            throw input.invalid("partLastByte", "must be partFirstByte and the length of layerPartBlob, less one: "
                    + (first + part.length - 1));
        }
        LayerUpload upload = uploads.append(
                request.registry(), input.repositoryName(), input.text("uploadId"), first, part);
        return EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", input.repositoryName().value())
                .put("uploadId", upload.id())
                .put("lastByteReceived", upload.received() - 1);
    }
}
