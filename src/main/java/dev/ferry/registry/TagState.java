package dev.ferry.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a repository knows of a tag: the image it names, and the versions that decide whose word is the last. The state
 * outlives the tag and its repository, so that a version is never given twice.
 *
 * @param digest  the image, or empty for a tag that is not there
 * @param version counts every change of the tag in this repository, deletions included; 0 for one never seen
 * @param sources the highest version seen from each registry that replicates this tag to here
 * @param movedBy the registry whose replica moved the tag last, or confirmed it; empty where that was done here
 */
public record TagState(Optional<Digest> digest, long version, Map<Registry, Long> sources, Optional<Registry> movedBy) {
    public static final TagState NEVER = new TagState(Optional.empty(), 0, Map.of(), Optional.empty());

    public TagState {
        sources = Map.copyOf(sources);
    }

    /** The tag after a push in this repository. */
    public TagState moved(Digest to) {
        return new TagState(Optional.of(to), version + 1, sources, Optional.empty());
    }

    /** The tag after it was taken away. */
    public TagState removed() {
        return new TagState(Optional.empty(), version + 1, sources, Optional.empty());
    }

    /**
     * The tag after a replica of it arrived. The replica moves the tag only when it is newer than all that was seen
     * from its source, and the tag is not held by immutability; that it was seen is remembered either way.
     *
     * @param at       the version of the tag at the source when it was pushed there
     * @param immutable whether a tag of this name must stay with the image that has it
     */
    public TagState arrived(Registry source, long at, Digest image, boolean immutable) {
        if (hasSeen(source, at)) {
            return this;
        }
        boolean held = immutable && digest.isPresent();
        boolean same = digest.equals(Optional.of(image));
        boolean moves = !held && !same;
        return new TagState(moves ? Optional.of(image) : digest, moves ? version + 1 : version, seen(source, at),
                moves || same ? Optional.of(source) : movedBy);
    }

    /** The tag after a replica that had arrived before brought it back. */
    public TagState restored(Registry source, Digest to) {
        return new TagState(Optional.of(to), version + 1, sources, Optional.of(source));
    }

    /**
     * The tag after its removal at its source arrived. It goes only when that is newer than all that was seen from there, and
     * it is still what came from there; that it was seen is remembered either way.
     *
     * @param at the version that the removal gave to the tag at the source
     */
    public TagState removalArrived(Registry source, long at) {
        if (hasSeen(source, at)) {
            return this;
        }
        boolean goes = digest.isPresent() && movedBy.equals(Optional.of(source));
        return new TagState(goes ? Optional.empty() : digest, goes ? version + 1 : version, seen(source, at), movedBy);
    }

    /** The tag after something was seen of it at its source that changes nothing here. */
    public TagState heardOf(Registry source, long at) {
        return hasSeen(source, at) ? this : new TagState(digest, version, seen(source, at), movedBy);
    }

    /** Whether this version of a registry's tag, or a later one, has arrived. */
    public boolean hasSeen(Registry source, long at) {
        return at <= sources.getOrDefault(source, 0L);
    }

    private Map<Registry, Long> seen(Registry source, long at) {
        Map<Registry, Long> seen = new HashMap<>(sources);
        seen.put(source, at);
        return seen;
    }

    /** Whether this version is the last that arrived of a registry's tag, and the tag was taken away here since. */
    public boolean lacks(Registry source, long at) {
        return digest.isEmpty() && sources.getOrDefault(source, 0L) == at;
    }
}
