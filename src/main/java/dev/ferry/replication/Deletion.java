package dev.ferry.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tags of one image were taken away, or the image with its last ones, as it was committed: with the plan that the
 * configuration of that moment made (ECR API, {@code DeleteReplication}).
 *
 * @param tags      those that were taken away, each with the version that this gave to it at the source
 * @param deletions how often the image has been deleted at the source, this time included; empty where it stayed
 */
public record Deletion(
        PushId id,
        Registry registry,
        RepositoryName repository,
        Digest digest,
        Map<Tag, Long> tags,
        OptionalLong deletions,
        Instant at,
        Plan plan)
        implements ImageAction {

    public Deletion {
        tags = Map.copyOf(tags);
        if (tags.isEmpty() && deletions.isEmpty()) {
            throw new IllegalArgumentException("a deletion takes a tag away, or the image");
        }
    }

    @Override
    public Optional<Tag> tag() {
        return tags.size() == 1 ? Optional.of(tags.keySet().iterator().next()) : Optional.empty();
    }

    @Override
    public Type type() {
        return Type.DELETE;
    }
}
