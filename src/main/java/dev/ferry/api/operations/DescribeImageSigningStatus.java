package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.service.account.SigningSettings;
import dev.ferry.service.image.Images;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Tells of each profile that is to sign an image that it has not: Ferry has no AWS Signer. */
@ApplicationScoped
public class DescribeImageSigningStatus implements EcrOperation {
    private final Images images;
    private final SigningSettings signing;

    public DescribeImageSigningStatus(Images images, SigningSettings signing) {
        this.images = images;
        this.signing = signing;
    }

    @Override
    public String name() {
        return "DescribeImageSigningStatus";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ImageId id = ImageIds.required(request.input(), "imageId");
        Image image = ImageIds.find(images, request, id);
        List<String> profiles = signing.find(request.registry())
                .map(configuration -> configuration.profilesFor(request.input().repositoryName()))
                .orElse(List.of());
        ObjectNode output = EcrJson.object()
                .put("repositoryName", request.input().repositoryName().value())
                .put("registryId", request.registry().account().value());
        output.set("imageId", ImageIds.json(new ImageId(Optional.of(image.digest()), id.tag())));
        ArrayNode statuses = output.putArray("signingStatuses");
        profiles.forEach(profile -> statuses.addObject()
                .put("signingProfileArn", profile)
                .put("status", "FAILED")
                .put("failureCode", "SigningNotSupported")
                .put("failureReason", "This registry keeps signing configurations, and signs nothing"));
        return output;
    }
}
