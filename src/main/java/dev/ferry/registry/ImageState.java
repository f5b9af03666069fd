package dev.ferry.registry;

import java.util.HashMap;
import java.util.Map;

/**
 * What a repository knows of an image, be it there or not: by how many deletions of it went from here to other registries, and
 * came from them, the order of its pushes and its deletions is known everywhere. The state outlives the image and its
 * repository, so that a deletion is never counted as another.
 *
 * @param deletions how often the image was deleted here by what is replicated
 * @param sources   how many deletions were seen from each registry that replicates the image to here
 */
public record ImageState(long deletions, Map<Registry, Long> sources) {
    public static final ImageState NEVER_DELETED = new ImageState(0, Map.of());

    public ImageState {
        sources = Map.copyOf(sources);
    }

    /** After the image was deleted here. */
    public ImageState deleted() {
        return new ImageState(deletions + 1, sources);
    }

    /** Whether a deletion was seen that came after what was done when the image had been deleted so often at its source. */
    public boolean hasSeenLater(Registry source, long deletionsThere) {
        return sources.getOrDefault(source, 0L) > deletionsThere;
    }

    /** Whether what was done when the image had been deleted so often there, or something later, was seen. */
    public boolean hasSeen(Registry source, long deletionsThere) {
        return sources.getOrDefault(source, 0L) >= deletionsThere;
    }

    /** After something was seen that was done when the image had been deleted so often there. */
    public ImageState seen(Registry source, long deletionsThere) {
        if (hasSeen(source, deletionsThere)) {
            return this;
        }
        Map<Registry, Long> seen = new HashMap<>(sources);
        seen.put(source, deletionsThere);
        return new ImageState(deletions, seen);
    }
}
