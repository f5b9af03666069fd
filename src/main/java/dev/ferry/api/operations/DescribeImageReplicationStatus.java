package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.service.image.Images;
import dev.ferry.service.replication.ReplicationStatuses;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Tells how far an image has come on its way to each of its destinations: by a tag, what the last push of that tag came to,
 * whatever became of the image's other pushes; by digest, what its last push came to.
 */
@ApplicationScoped
public class DescribeImageReplicationStatus implements EcrOperation {
    private final Images images;
    private final ReplicationStatuses statuses;

    public DescribeImageReplicationStatus(Images images, ReplicationStatuses statuses) {
        this.images = images;
        this.statuses = statuses;
    }

    @Override
    public String name() {
        return "DescribeImageReplicationStatus";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ImageId id = ImageIds.required(request.input(), "imageId");
        Image image = ImageIds.find(images, request, id);
        ImageKey key = ImageKey.of(request.registry().account(), request.input().repositoryName(), image.digest());
        ObjectNode output = EcrJson.object().put("repositoryName", request.input().repositoryName().value());
        output.set("imageId", ImageIds.json(new ImageId(ImageId.of(image.digest()).digest(), id.tag())));
        ArrayNode list = output.putArray("replicationStatuses");
        statuses.of(request.registry(), key, id.tag()).forEach(replication -> list.add(status(replication)));
        return output;
    }

    private static ObjectNode status(Replication replication) {
        ObjectNode status = EcrJson.object()
                .put("region", replication.destination().region().value())
                .put("registryId", replication.destination().account().value())
                .put("status", replication.state().status().name());
        if (replication.state() instanceof Failed failed) {
            status.put("failureCode", failed.code().code());
        }
        return status;
    }
}
