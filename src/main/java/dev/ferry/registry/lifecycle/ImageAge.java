package dev.ferry.registry.lifecycle;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where an image stands among those of its repository by age: the older before the younger, and of the same age by digest,
 * so that no two stand at the same place.
 *
 * @param since when it was pushed; of one that was restored from the archive, when that was
 */
public record ImageAge(Instant since, Digest digest) implements Comparable<ImageAge> {
    private static final Comparator<ImageAge> OLDEST_FIRST =
            Comparator.comparing(ImageAge::since).thenComparing(age -> age.digest().toString());

    static ImageAge of(Image image) {
        return new ImageAge(image.storage().activatedAt().orElse(image.pushedAt()), image.digest());
    }

    @Override
    public int compareTo(ImageAge other) {
        return OLDEST_FIRST.compare(this, other);
    }
}
