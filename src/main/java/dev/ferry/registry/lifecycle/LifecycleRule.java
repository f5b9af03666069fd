package dev.ferry.registry.lifecycle;

import dev.ferry.registry.Image;
import dev.ferry.registry.StorageClass;
import java.util.Optional;

/**
 * One rule of a lifecycle policy.
 *
 * @param priority     unique in its policy; rules are applied from the lowest to the highest
 * @param storageClass of the images that it is about
 * @param number       how many images it leaves, or after how many days it takes one; at least 1
 */
public record LifecycleRule(
        int priority,
        Optional<String> description,
        TagSelection tags,
        StorageClass storageClass,
        CountType countType,
        int number,
        LifecycleAction action) {

    /** Whether it looks at the image at all, whatever it does with it. */
    public boolean isAbout(Image image) {
        return image.storage().storageClass() == storageClass && tags.matches(image.tags());
    }
}
