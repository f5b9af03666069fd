package dev.ferry.api.operations;

import dev.ferry.api.Input;
import dev.ferry.registry.Image;
import dev.ferry.service.image.Images.TagStatus;
import java.util.function.Predicate;

/** The {@code filter} of the operations that list images, read. */
final class ImageFilter {
    private ImageFilter() {}

    static TagStatus tagStatus(Input input) {
        return input.optionalStructure("filter")
                .flatMap(filter -> filter.optionalText("tagStatus"))
                .map(TagStatus::valueOf)
                .orElse(TagStatus.ANY);
    }

    /** What ECR calls the status of the image. */
    static String status(Image image) {
        return image.storage().isArchived() ? "ARCHIVED" : "ACTIVE";
    }

    /** What a list is to hold; without a filter ECR tells of active images alone. */
    static Predicate<Image> listed(Input input) {
        return wanted(input, ImageStatus.ACTIVE);
    }

    /** The same of images that are asked for by name: without a filter they are told whatever they are. */
    static Predicate<Image> named(Input input) {
        return wanted(input, ImageStatus.ANY);
    }

    private static Predicate<Image> wanted(Input input, ImageStatus unlessSaid) {
        ImageStatus status = input.optionalStructure("filter")
                .flatMap(filter -> filter.optionalText("imageStatus"))
                .map(ImageStatus::valueOf)
                .orElse(unlessSaid);
        Predicate<Image> ofTags = tagStatus(input)::holds;
        return ofTags.and(status::holds);
    }

    /** ECR's statuses; an image is restored at once here, so none is ever being activated. */
    private enum ImageStatus {
        ACTIVE, ARCHIVED, ACTIVATING, ANY;

        boolean holds(Image image) {
            return switch (this) {
                case ACTIVE -> !image.storage().isArchived();
                case ARCHIVED -> image.storage().isArchived();
                case ACTIVATING -> false;
                case ANY -> true;
            };
        }
    }
}
