package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Page;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.lifecycle.LifecycleAction;
import dev.ferry.registry.lifecycle.LifecyclePreview;
import dev.ferry.registry.lifecycle.LifecyclePreview.Status;
import dev.ferry.service.lifecycle.LifecyclePreviews;
import dev.ferry.service.lifecycle.LifecyclePreviews.Taken;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells how the last preview of a repository stands, and once it is complete which images would be taken. */
@ApplicationScoped
public class GetLifecyclePolicyPreview implements EcrOperation {
    private final LifecyclePreviews previews;

    public GetLifecyclePolicyPreview(LifecyclePreviews previews) {
        this.previews = previews;
    }

    @Override
    public String name() {
        return "GetLifecyclePolicyPreview";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        if (input.has("imageIds")) {
            Paging.refuseWith(input, "imageIds");
        }
        LifecyclePreview preview = previews.get(request.registry(), input.repositoryName());
        Status status = previews.status(preview);
        ObjectNode output = LifecyclePolicyJson.of(request, preview.text()).put("status", status.name());
        Page<Taken> page = page(request, preview);
        ArrayNode results = output.putArray("previewResults");
        page.items().forEach(taken -> results.add(result(taken)));
        Paging.writeNext(output, page);
        preview.result().filter(complete -> status == Status.COMPLETE).ifPresent(result -> summary(output, result));
        return output;
    }

    private Page<Taken> page(OperationRequest request, LifecyclePreview preview) {
        Input input = request.input();
        if (input.has("imageIds")) {
            return new Page<>(previews.of(request.registry(), input.repositoryName(), preview,
                            ImageIds.requiredList(input, "imageIds")).stream()
                    .filter(taken -> ImageFilter.tagStatus(input).holds(taken.image()))
                    .toList(), Optional.empty());
        }
        return previews.page(request.registry(), input.repositoryName(), preview, ImageFilter.tagStatus(input),
                Paging.after(input, Digest::parse), Paging.size(input));
    }

    private static ObjectNode result(Taken taken) {
        Image image = taken.image();
        ObjectNode json = EcrJson.object().put("imageDigest", image.digest().toString());
        ArrayNode tags = json.putArray("imageTags");
        image.tags().stream().sorted().forEach(tag -> tags.add(tag.value()));
        json.set("imagePushedAt", EcrJson.timestamp(image.pushedAt()));
        ObjectNode action = json.putObject("action").put("type", taken.rule().action().name());
        if (taken.rule().action() == LifecycleAction.TRANSITION) {
            action.put("targetStorageClass", StorageClass.ARCHIVE.name());
        }
        return json.put("appliedRulePriority", taken.rule().priority())
                .put("storageClass", image.storage().storageClass().name());
    }

    private static void summary(ObjectNode output, LifecyclePreview.Result result) {
        ObjectNode summary = output.putObject("summary").put("expiringImageTotalCount", result.expired());
        ArrayNode transitioning = summary.putArray("transitioningImageTotalCounts");
        if (result.transitioned() > 0) {
            transitioning.addObject().put("targetStorageClass", StorageClass.ARCHIVE.name())
                    .put("imageTotalCount", result.transitioned());
        }
    }
}
