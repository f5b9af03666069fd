package dev.ferry.junit;

import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** {@code repository:tag}, or {@code repository@digest}. */
record ImageName(String repository, ImageIdentifier identifier) {

    static ImageName parse(String image) {
        int digest = image.indexOf('@');
        int end = digest > 0 ? digest : image.lastIndexOf(':');
        if (end <= 0 || end == image.length() - 1) {
            throw new IllegalArgumentException(image + " is no repository:tag and no repository@digest");
        }
        String reference = image.substring(end + 1);
        ImageIdentifier.Builder identifier = ImageIdentifier.builder();
        return new ImageName(
                image.substring(0, end),
                (digest > 0 ? identifier.imageDigest(reference) : identifier.imageTag(reference)).build());
    }
}
