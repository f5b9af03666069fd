package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Page;
import dev.ferry.service.image.Images;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what a repository knows of its images, by identifier or page by page. */
@ApplicationScoped
public class DescribeImages implements EcrOperation {
    private final Images images;

    public DescribeImages(Images images) {
        this.images = images;
    }

    @Override
    public String name() {
        return "DescribeImages";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        if (input.has("imageIds")) {
            Paging.refuseWith(input, "imageIds");
        }
        Page<Image> page = input.has("imageIds") ? named(request) : listed(request);
        ObjectNode output = EcrJson.object();
        ArrayNode details = output.putArray("imageDetails");
        page.items().forEach(image -> details.add(detail(request, image)));
        Paging.writeNext(output, page);
        return output;
    }

    private Page<Image> listed(OperationRequest request) {
        Input input = request.input();
        return images.page(request.registry(), input.repositoryName(), ImageFilter.listed(input),
                Paging.after(input, Digest::parse), Paging.size(input));
    }

    /** All at once, and each image once, by however many identifiers it is asked for. */
    private Page<Image> named(OperationRequest request) {
        Input input = request.input();
        List<ImageId> ids = ImageIds.requiredList(input, "imageIds");
        Map<Digest, Image> found = new LinkedHashMap<>();
        for (Images.Found one : images.find(request.registry(), input.repositoryName(), ids)) {
            Image image = one.image().orElseThrow(() -> ImageIds.notFound(request, one.id())).image();
            found.put(image.digest(), image);
        }
        return new Page<>(found.values().stream().filter(ImageFilter.named(input)).toList(), Optional.empty());
    }

    private static ObjectNode detail(OperationRequest request, Image image) {
        ObjectNode detail = EcrJson.object()
                .put("registryId", request.registry().account().value())
                .put("repositoryName", request.input().repositoryName().value())
                .put("imageDigest", image.digest().toString())
                .put("imageSizeInBytes", image.sizeInBytes())
                .put("imageManifestMediaType", image.mediaType())
                .put("imageStatus", ImageFilter.status(image));
        if (!image.tags().isEmpty()) {
            ArrayNode tags = detail.putArray("imageTags");
            image.tags().stream().sorted().forEach(tag -> tags.add(tag.value()));
        }
        detail.set("imagePushedAt", EcrJson.timestamp(image.pushedAt()));
        image.pulledAt().ifPresent(time -> detail.set("lastRecordedPullTime", EcrJson.timestamp(time)));
        image.storage().archivedAt().ifPresent(time -> detail.set("lastArchivedAt", EcrJson.timestamp(time)));
        image.storage().activatedAt().ifPresent(time -> detail.set("lastActivatedAt", EcrJson.timestamp(time)));
        image.artifactType().ifPresent(type -> detail.put("artifactMediaType", type));
        image.subject().ifPresent(subject -> detail.put("subjectManifestDigest", subject.toString()));
        return detail;
    }
}
