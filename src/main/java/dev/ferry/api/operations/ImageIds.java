package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.service.image.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** ECR's {@code ImageIdentifier}, read and written. */
final class ImageIds {
    private ImageIds() {}

    /** The identifiers that name an image, and the failures of those that cannot. */
    record Checked(List<ImageId> valid, List<ObjectNode> failures) {}

    /** Reads a list of which some may be invalid: each of those is a failure of its own, not one of the request. */
    static Checked list(Input input, String member) {
        List<ImageId> valid = new ArrayList<>();
        List<ObjectNode> failures = new ArrayList<>();
        for (Input id : input.structures(member)) {
            if (!id.has("imageDigest") && !id.has("imageTag")) {
                failures.add(failure(json(id), ImageFailure.MISSING_DIGEST_AND_TAG));
            } else if (!isValid(id, "imageDigest", Digest::parse)) {
                failures.add(failure(json(id), ImageFailure.INVALID_IMAGE_DIGEST));
            } else if (!isValid(id, "imageTag", Tag::new)) {
                failures.add(failure(json(id), ImageFailure.INVALID_IMAGE_TAG));
            } else {
                valid.add(read(id));
            }
        }
        return new Checked(valid, failures);
    }

    private static boolean isValid(Input id, String member, Consumer<String> parse) {
        try {
            id.optionalText(member).ifPresent(parse);
            return true;
        } catch (InvalidValueException invalid) {
            return false;
        }
    }

    /** Reads one that has to be valid. */
    static ImageId required(Input input, String member) {
        return input.valid(member, () -> read(input.structure(member)));
    }

    /** Reads a list of which all have to be valid. */
    static List<ImageId> requiredList(Input input, String member) {
        return input.valid(member, () -> input.structures(member).stream().map(ImageIds::read).toList());
    }

    private static ImageId read(Input id) {
        return new ImageId(id.optionalValue("imageDigest", Digest::parse), id.optionalValue("imageTag", Tag::new));
    }

    /**
     * The image that a request names.
     *
     * @throws EcrException RepositoryNotFoundException, ImageNotFoundException
     */
    static Image find(Images images, OperationRequest request, ImageId id) {
        return images.find(request.registry(), request.input().repositoryName(), List.of(id)).get(0)
                .image()
                .map(StoredImage::image)
                .orElseThrow(() -> notFound(request, id));
    }

    static ObjectNode json(ImageId id) {
        ObjectNode json = EcrJson.object();
        id.digest().ifPresent(digest -> json.put("imageDigest", digest.toString()));
        id.tag().ifPresent(tag -> json.put("imageTag", tag.value()));
        return json;
    }

    private static ObjectNode json(Input id) {
        ObjectNode json = EcrJson.object();
        id.optionalText("imageDigest").ifPresent(digest -> json.put("imageDigest", digest));
        id.optionalText("imageTag").ifPresent(tag -> json.put("imageTag", tag));
        return json;
    }

    static ObjectNode failure(ObjectNode id, ImageFailure why) {
        ObjectNode failure = EcrJson.object().put("failureCode", why.code()).put("failureReason", why.reason());
        failure.set("imageId", id);
        return failure;
    }

    static EcrException notFound(OperationRequest request, ImageId id) {
        return new EcrException(ErrorCode.IMAGE_NOT_FOUND, "The image with imageId {imageDigest:'"
                + id.digest().map(Digest::toString).orElse("null") + "', imageTag:'"
                + id.tag().map(Tag::value).orElse("null") + "'} does not exist within the repository with name '"
                + request.input().repositoryName() + "' in the registry with id '" + request.registry().account() + "'");
    }
}
