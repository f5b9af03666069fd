package dev.ferry.simulation.promises;

import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import java.util.Optional;
import java.util.Set;

/**
 * Promise 10: nothing is deleted by the replication of pushes, and no policy or setting is copied; a repository made by replication has
 * the defaults, or is as the destination's creation template has it.
 */
public final class NothingIsDeleted implements Promise {
    /**
     * An image comes to be listed by an index, is restored from the archive, or loses its tag to another image; all else of
     * what is there stays.
     */
    private static final Set<String> MAY_ALTER = Set.of("tags", "listedBy", "archived", "activatedAt");

    @Override
    public void committed(Commit commit, History history) {
        boolean isDeletion = commit.by().message().filter(message -> history.deletions().containsKey(message.push())).isPresent();
        if (commit.by().function().isClients() || isDeletion) {
            return; // DeletionsKeepTheOrder says what a deletion may do
        }
        for (Change change : commit.changes()) {
            String table = change.item().table();
            if (table.equals("settings") || table.equals("policies") && !isOfNewRepository(change, commit)) {
                throw violation("%s wrote the setting %s", commit.by(), change.item());
            }
            // A backfill that ends frees its Region for another, and its rules are those of no other.
            boolean ofBackfill = table.equals("replications")
                    && change.item().partition().matches("(backfilling|backfill-rules)/\\d+");
            if (change.after().isEmpty() && !ofBackfill) {
                throw violation("%s deleted %s", commit.by(), change.item());
            }
            if (table.equals("repositories")) {
                requireNewByTemplate(change, commit, history);
            } else if (table.equals("images")) {
                requireKept(change, commit);
            }
        }
    }

    private static boolean isOfNewRepository(Change policy, Commit commit) {
        return commit.changes("repositories", "").anyMatch(repository ->
                repository.before().isEmpty() && policy.item().sort().equals("repository/" + repository.item().sort()));
    }

    private void requireNewByTemplate(Change change, Commit commit, History history) {
        ItemName repository = change.item();
        Optional<String> policy = commit.changes("policies", "repository/" + repository.sort())
                .findFirst()
                .flatMap(put -> Change.text(put.after(), "text"));
        Templates templates = Templates.since(
                commit.by().readSince(), repository.region(), repository.partition(), repository.sort(), history);
        if (change.before().isPresent() || !templates.haveMade(change.after().get(), policy)) {
            throw violation("%s changed the repository %s, or made it otherwise than its template, or the default, has it",
                    commit.by(), repository);
        }
    }

    private void requireKept(Change change, Commit commit) {
        if (change.isOf("images", "deletions#")) {
            return;
        }
        if (change.isOf("images", "tag#")) {
            if (change.removes("digest")) {
                throw violation("%s took %s away", commit.by(), change.item());
            }
            return;
        }
        change.before().ifPresent(before -> before.keySet().forEach(attribute -> {
            boolean marked = attribute.equals("pendingDeletion");
            if (!marked && !MAY_ALTER.contains(attribute) && (change.removes(attribute) || change.alters(attribute))) {
                throw violation("%s changed %s of %s", commit.by(), attribute, change.item());
            }
        }));
    }

    @Override
    public void stored(StoredObject object, History history) {
        if (object.bytes() == null && !object.by().function().isClients()) {
            throw violation("%s deleted the object %s in %s", object.by(), object.key(), object.region());
        }
    }
}
