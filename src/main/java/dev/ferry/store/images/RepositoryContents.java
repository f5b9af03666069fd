package dev.ferry.store.images;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** All that the {@link ImagesTable} holds of a repository, which goes when the repository is deleted. */
@ApplicationScoped
public class RepositoryContents {
    private final Tables tables;
    private final StoredImages images;

    public RepositoryContents(Tables tables, StoredImages images) {
        this.tables = tables;
        this.images = images;
    }

    public boolean hasImages(RegionName region, RepositoryKey repository) {
        return images.images(region, repository, Optional.empty(), 1).findAny().isPresent();
    }

    /**
     * Deletes all that is in the repository. Of the tags their versions stay, and of the images how often they were deleted, so that a repository of the same name
     * goes on counting where this one stopped. Can be repeated after a crash.
     *
     * @param requirement goes with every part of it: the repository is the one that is to be emptied
     * @param goOn        asked again and again whether to go on; what it throws ends this, and the rest is left
     * @throws ContentionException when another writer was in the way
     */
    public void empty(RegionName region, RepositoryKey repository, Write requirement, Runnable goOn) {
        List<Write> writes = new ArrayList<>();
        tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(ImagesTable.TABLE))
                        .keyConditionExpression("repository = :repository")
                        .projectionExpression("repository, #item, digest, version, sources")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(Map.of(":repository", Attributes.string(repository)))
                        .consistentRead(true))
                .items()
                .forEach(item -> {
                    goOn.run();
                    String name = Attributes.string(item, "item");
                    if (name.startsWith(ImagesTable.DELETIONS)) {
                        return;
                    }
                    if (!name.startsWith(ImagesTable.TAG)) {
                        writes.add(deletion(repository, name));
                    } else if (item.containsKey("digest")) {
                        writes.add(forgetting(repository, name));
                    }
                    if (writes.size() == Tables.MAX_TRANSACTION - 1) {
                        commit(region, writes, requirement);
                    }
                });
        if (!writes.isEmpty()) {
            commit(region, writes, requirement);
        }
    }

    private void commit(RegionName region, List<Write> writes, Write requirement) {
        writes.add(requirement);
        tables.commit(region, writes);
        writes.clear();
    }

    private Write deletion(RepositoryKey repository, String item) {
        return Write.delete(
                Delete.builder().tableName(tables.name(ImagesTable.TABLE)).key(ImagesTable.key(repository, item).key()).build(),
                ContentionException.over("the item " + item));
    }

    private Write forgetting(RepositoryKey repository, String tag) {
        return Write.update(
                Update.builder()
                        .tableName(tables.name(ImagesTable.TABLE))
                        .key(ImagesTable.key(repository, tag).key())
                        .updateExpression("REMOVE digest ADD version :one")
                        .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                        .build(),
                ContentionException.over("the item " + tag));
    }
}
