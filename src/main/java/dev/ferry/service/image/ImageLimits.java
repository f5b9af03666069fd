package dev.ferry.service.image;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import java.util.Optional;
import java.util.function.Function;

/** How much may point at one image, by a push as by a replica. */
public final class ImageLimits {
    private ImageLimits() {}

    /**
     * What of an image that comes would be too much for the repository.
     *
     * @param there the images of the repository, by digest
     * @return a sentence for whoever pushes, or empty if there is room
     */
    public static Optional<String> exceededBy(
            Manifest manifest, Optional<Tag> tag, Function<Digest, Optional<StoredImage>> there) {
        Optional<Image> image = there.apply(manifest.digest()).map(StoredImage::image);
        if (tag.isPresent() && image.isPresent() && !image.get().hasRoomFor(tag.get())) {
            return Optional.of("The image with digest '" + manifest.digest() + "' already has the maximum allowed number of "
                    + "tags, which is '" + Image.MAX_TAGS + "'");
        }
        return manifest.children().stream()
                .map(Descriptor::digest)
                .filter(child -> there.apply(child).filter(listed -> !listed.image().hasRoomFor(manifest.digest())).isPresent())
                .findFirst()
                .map(child -> "The image with digest '" + child + "' is already listed by the maximum allowed number of "
                        + "indexes, which is '" + Image.MAX_LISTED_BY + "'");
    }
}
