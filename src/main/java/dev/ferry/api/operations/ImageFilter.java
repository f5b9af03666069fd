package dev.ferry.api.operations;

import dev.ferry.api.Input;
import dev.ferry.service.image.Images.TagStatus;
import java.util.Set;

/** The {@code filter} of the operations that list images, read. */
final class ImageFilter {
    private static final Set<String> OF_ACTIVE_IMAGES = Set.of("ACTIVE", "ANY");

    private ImageFilter() {}

    static TagStatus tagStatus(Input input) {
        return input.optionalStructure("filter")
                .flatMap(filter -> filter.optionalText("tagStatus"))
                .map(TagStatus::valueOf)
                .orElse(TagStatus.ANY);
    }

    /** Whether active images are asked for. There are no others: nothing is archived here. */
    static boolean wantsActive(Input input) {
        return input.optionalStructure("filter")
                .flatMap(filter -> filter.optionalText("imageStatus"))
                .map(OF_ACTIVE_IMAGES::contains)
                .orElse(true);
    }
}
