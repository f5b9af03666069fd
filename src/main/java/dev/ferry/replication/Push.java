package dev.ferry.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One push of one image, as it was committed: with the plan that the configuration of that moment made.
 *
 * @param id         sorts by time; unique in its registry
 * @param tag        the tag that was pushed, or empty for a push by digest
 * @param tagVersion the version that the push gave to the tag at the source
 * @param deletions  how often the image had been deleted at the source before, as {@link Deletion#deletions} counts
 */
public record Push(
        PushId id,
        Registry registry,
        RepositoryName repository,
        Digest digest,
        Optional<Tag> tag,
        OptionalLong tagVersion,
        Instant pushedAt,
        Plan plan,
        long deletions)
        implements ImageAction {

    public Push {
        if (tag.isPresent() != tagVersion.isPresent()) {
            throw new IllegalArgumentException("a pushed tag has a version, and only a pushed tag has one");
        }
    }

    /** A push of an image that had never been deleted. */
    public Push(
            PushId id,
            Registry registry,
            RepositoryName repository,
            Digest digest,
            Optional<Tag> tag,
            OptionalLong tagVersion,
            Instant pushedAt,
            Plan plan) {
        this(id, registry, repository, digest, tag, tagVersion, pushedAt, plan, 0);
    }

    @Override
    public Instant at() {
        return pushedAt;
    }

    @Override
    public Type type() {
        return Type.PUSH;
    }
}
