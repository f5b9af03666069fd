package dev.ferry.simulation.promises;

import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;

/** Promise 9: where a repository is immutable and has the tag, the image arrives without it. */
public final class ImmutableTagsAreKept implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        commit.changes("images", "tag#")
                .filter(tag -> tag.alters("digest") && Mutability.isImmutable(tag.item(), history))
                .forEach(tag -> {
                    throw violation("%s moved, though its repository is immutable", tag.item());
                });
    }
}
