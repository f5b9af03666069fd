package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import java.util.Optional;

/** A tag goes from one state to the next. */
public record TagChange(Tag tag, TagState from, TagState to) {

    /** The image that the tag leaves, if it leaves one. */
    Optional<Digest> left() {
        return from.digest().filter(left -> !to.digest().equals(Optional.of(left)));
    }

    /** Whether the tag names the image afterwards. */
    public boolean names(Digest image) {
        return to.digest().equals(Optional.of(image));
    }
}
