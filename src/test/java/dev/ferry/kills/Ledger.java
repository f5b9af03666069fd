package dev.ferry.kills;

import dev.ferry.registry.Digest;
import dev.ferry.testing.TestImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the registry acknowledged of one repository, whose only writer keeps it: so it says what has to be there, and in
 * which order it came.
 */
final class Ledger {
    private final SourceRepository repository;
    private final List<Pushed> pushes = new ArrayList<>();
    private final Map<Digest, TestImage> images = new LinkedHashMap<>();
    private final Map<String, Digest> tags = new TreeMap<>();
    /** How many pushes there were when the image was last deleted. */
    private final Map<Digest, Integer> deletedAfter = new HashMap<>();
    /** How often something was taken away of an image, be it a tag or the image itself. */
    private final Map<Digest, Integer> deletions = new HashMap<>();

    /** One PutImage that had its effect. */
    record Pushed(TestImage image, String tag) {
        Digest digest() {
            return image.digest();
        }
    }

    Ledger(SourceRepository repository) {
        this.repository = repository;
    }

    SourceRepository repository() {
        return repository;
    }

    void pushed(TestImage image, String tag) {
        pushes.add(new Pushed(image, tag));
        images.put(image.digest(), image);
        tags.put(tag, image.digest());
    }

    void deleted(Digest image) {
        deletions.merge(image, 1, Integer::sum);
        gone(image);
    }

    private void gone(Digest image) {
        images.remove(image);
        tags.values().removeIf(image::equals);
        deletedAfter.put(image, pushes.size());
    }

    /** The tag went, and the image if that was its last one. */
    void deleted(String tag) {
        Digest image = tags.remove(tag);
        deletions.merge(image, 1, Integer::sum);
        if (!tags.containsValue(image)) {
            gone(image);
        }
    }

    Map<Digest, Integer> deletions() {
        return Map.copyOf(deletions);
    }

    /** What a backfill makes one replication of each: an image with a tag, or one without. */
    int taggedAndUntagged() {
        return tags.size() + (int) images.keySet().stream().filter(image -> !tags.containsValue(image)).count();
    }

    List<Pushed> pushes() {
        return List.copyOf(pushes);
    }

    /** The images that are there, the oldest first. */
    List<TestImage> images() {
        return List.copyOf(images.values());
    }

    Map<String, Digest> tags() {
        return Map.copyOf(tags);
    }

    /** Whether the image of that push was deleted afterwards, perhaps before it was copied. */
    boolean mayHaveComeTooLate(int push) {
        return deletedAfter.getOrDefault(pushes.get(push).digest(), 0) > push;
    }

    @Override
    public String toString() {
        return repository + ": " + pushes.size() + " pushes, " + images.size() + " images, " + tags.size() + " tags";
    }
}
