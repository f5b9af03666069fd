package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StoredImage;
import dev.ferry.service.cache.CachedPulls;
import dev.ferry.service.image.Images;
import dev.ferry.service.image.Manifests;
import dev.ferry.service.image.PullTimes;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Gives the manifests of images. */
@ApplicationScoped
public class BatchGetImage implements EcrOperation {
    private final CachedPulls cache;
    private final Manifests manifests;
    private final PullTimes pulls;

    public BatchGetImage(CachedPulls cache, Manifests manifests, PullTimes pulls) {
        this.cache = cache;
        this.manifests = manifests;
        this.pulls = pulls;
    }

    @Override
    public String name() {
        return "BatchGetImage";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ImageIds.Checked ids = ImageIds.list(request.input(), "imageIds");
        ObjectNode output = EcrJson.object();
        ArrayNode found = output.putArray("images");
        ArrayNode failures = output.putArray("failures");
        ids.failures().forEach(failures::add);
        for (Images.Found one : cache.images(
                request.authorization(name()), request.input().repositoryName(), ids.valid())) {
            one.image().filter(stored -> !stored.image().storage().isArchived()).ifPresentOrElse(
                    stored -> found.add(image(request, one.id(), stored)),
                    () -> failures.add(ImageIds.failure(
                            ImageIds.json(one.id()), one.failure().orElse(ImageFailure.IMAGE_INACCESSIBLE))));
        }
        return output;
    }

    /** ECR may convert a manifest that is asked for by tag to another accepted type; a manifest here stays as it was pushed. */
    private ObjectNode image(OperationRequest request, ImageId asked, StoredImage stored) {
        Registry registry = request.registry();
        RepositoryName repository = request.input().repositoryName();
        Manifest manifest = manifests.of(registry, stored);
        pulls.pulled(registry, repository, stored.image(), request.caller().principalArn());
        ObjectNode image = EcrJson.object()
                .put("registryId", registry.account().value())
                .put("repositoryName", repository.value())
                .put("imageManifest", new String(manifest.bytes(), StandardCharsets.UTF_8))
                .put("imageManifestMediaType", manifest.mediaType());
        image.set("imageId", ImageIds.json(new ImageId(Optional.of(manifest.digest()), asked.tag())));
        return image;
    }
}
