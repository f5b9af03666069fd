package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageState;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Put;

/** What of images outlives them, in the {@link ImagesTable}. An image that was never deleted has no item for it. */
@ApplicationScoped
public class ImageStates {
    private final Tables tables;

    public ImageStates(Tables tables) {
        this.tables = tables;
    }

    public ImageState state(ReadSnapshot items, RepositoryKey repository, Digest image) {
        return items.at(ImagesTable.imageStateKey(repository, image))
                .map(item -> new ImageState(
                        Attributes.number(item, "deletions"), SourceVersions.read(item)))
                .orElse(ImageState.NEVER_DELETED);
    }

    /** Part of a transaction: the state is as it was read, or goes on to the next. */
    public Write change(RepositoryKey repository, Digest image, ImageState from, ImageState to) {
        return from.equals(to) ? unchanged(repository, image, from) : put(repository, image, from, to);
    }

    private Write unchanged(RepositoryKey repository, Digest image, ImageState seen) {
        ConditionCheck.Builder check = ConditionCheck.builder()
                .tableName(tables.name(ImagesTable.TABLE))
                .key(ImagesTable.imageStateKey(repository, image).key())
                .conditionExpression(condition(seen));
        if (!seen.equals(ImageState.NEVER_DELETED)) {
            check.expressionAttributeValues(values(seen));
        }
        return Write.check(check.build(), ContentionException.over("the deletions of " + image));
    }

    private Write put(RepositoryKey repository, Digest image, ImageState from, ImageState to) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("deletions", Attributes.number(to.deletions()));
        attributes.put("sources", SourceVersions.write(to.sources()));
        Put.Builder put = Put.builder()
                .tableName(tables.name(ImagesTable.TABLE))
                .item(ImagesTable.imageStateKey(repository, image).item(attributes))
                .conditionExpression(condition(from));
        if (!from.equals(ImageState.NEVER_DELETED)) {
            put.expressionAttributeValues(values(from));
        }
        return Write.put(put.build(), ContentionException.over("the deletions of " + image));
    }

    private static String condition(ImageState seen) {
        return seen.equals(ImageState.NEVER_DELETED)
                ? "attribute_not_exists(deletions)"
                : "deletions = :deletions AND sources = :sources";
    }

    private static Map<String, AttributeValue> values(ImageState seen) {
        return Map.of(
                ":deletions", Attributes.number(seen.deletions()), ":sources", SourceVersions.write(seen.sources()));
    }
}
