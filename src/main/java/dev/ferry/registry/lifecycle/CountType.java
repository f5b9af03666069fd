package dev.ferry.registry.lifecycle;

import java.util.Optional;
import java.util.stream.Stream;

/** By what a rule tells the images that it takes from those that it leaves (ECR user guide, "Lifecycle policy properties"). */
public enum CountType {
    IMAGE_COUNT_MORE_THAN("imageCountMoreThan"),
    SINCE_IMAGE_PUSHED("sinceImagePushed"),
    SINCE_IMAGE_PULLED("sinceImagePulled"),
    SINCE_IMAGE_TRANSITIONED("sinceImageTransitioned");

    private final String text;

    CountType(String text) {
        this.text = text;
    }

    /** The one that policies call so. */
    static Optional<CountType> named(String text) {
        return Stream.of(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** Whether its number is one of days, not of images. */
    boolean isAge() {
        return this != IMAGE_COUNT_MORE_THAN;
    }
}
