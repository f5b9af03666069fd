package dev.ferry.simulation.promises;

import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Promise 10: nothing is deleted by replication, and no policy or setting is copied; a repository made by replication has
 * the defaults.
 */
public final class NothingIsDeleted implements Promise {
    private static final Set<String> SETTINGS = Set.of("settings", "policies");
    /** An image comes to be listed by an index, or loses its tag to another image; all else of what is there stays. */
    private static final Set<String> MAY_ALTER = Set.of("tags", "listedBy");

    @Override
    public void committed(Commit commit, History history) {
        if (commit.by().function().isClients()) {
            return;
        }
        for (Change change : commit.changes()) {
            String table = change.item().table();
            if (SETTINGS.contains(table)) {
                throw violation("%s wrote the setting %s", commit.by(), change.item());
            }
            if (change.after().isEmpty()) {
                throw violation("%s deleted %s", commit.by(), change.item());
            }
            if (table.equals("repositories")) {
                requireNewWithDefaults(change, commit);
            } else if (table.equals("images")) {
                requireKept(change, commit);
            }
        }
    }

    private void requireNewWithDefaults(Change change, Commit commit) {
        Map<String, AttributeValue> made = change.after().get();
        boolean defaults = made.get("tagMutability").s().equals("MUTABLE")
                && !made.containsKey("tagMutabilityExclusions")
                && !made.get("scanOnPush").bool()
                && made.get("encryption").s().equals("AES256")
                && made.get("resourceTags").m().isEmpty();
        if (change.before().isPresent() || !defaults) {
            throw violation("%s changed the repository %s, or made it otherwise than by default", commit.by(), change.item());
        }
    }

    private void requireKept(Change change, Commit commit) {
        if (change.isOf("images", "tag#")) {
            if (change.removes("digest")) {
                throw violation("%s took %s away", commit.by(), change.item());
            }
            return;
        }
        change.before().ifPresent(before -> before.keySet().forEach(attribute -> {
            boolean going = attribute.equals("going");
            if (!going && !MAY_ALTER.contains(attribute) && (change.removes(attribute) || change.alters(attribute))) {
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
