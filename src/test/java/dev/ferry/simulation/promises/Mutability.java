package dev.ferry.simulation.promises;

import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import java.util.Optional;

/** Whether a repository holds its tags. */
final class Mutability {
    private Mutability() {}

    /** @param image any item of the repository in the table of images */
    static boolean isImmutable(ItemName image, History history) {
        int slash = image.partition().indexOf('/');
        ItemName repository = new ItemName(image.region(), "repositories",
                image.partition().substring(0, slash), image.partition().substring(slash + 1));
        return Change.text(history.now(repository), "tagMutability").equals(Optional.of("IMMUTABLE"));
    }
}
