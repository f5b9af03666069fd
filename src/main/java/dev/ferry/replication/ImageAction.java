package dev.ferry.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.time.Instant;
import java.util.Optional;

/**
 * What was done to an image in its registry and goes from there to the destinations of a plan. ECR tells of it in an event of
 * the type {@code ECR Image Action}.
 */
public sealed interface ImageAction permits Push, Deletion {

    /** Sorts by time; unique in its registry. */
    PushId id();

    Registry registry();

    RepositoryName repository();

    Digest digest();

    /** The tag that it was done to; empty where it was none, or several. */
    Optional<Tag> tag();

    Instant at();

    Plan plan();

    Type type();

    /** The {@code action-type} of the event. */
    enum Type { PUSH, DELETE }
}
