package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.PushId;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The tags in the {@link ImagesTable}, with the versions by which the last push wins at every destination. */
@ApplicationScoped
public class ImageTags {
    private final Tables tables;

    public ImageTags(Tables tables) {
        this.tables = tables;
    }

    public TagState tag(ReadSnapshot items, RepositoryKey repository, Tag tag) {
        return items.at(ImagesTable.tagKey(repository, tag)).map(ImageTags::tagState).orElse(TagState.NEVER);
    }

    /** The tags that name an image, sorted as their characters are. They are read as the stream is. */
    public Stream<Tag> tags(RegionName region, RepositoryKey repository) {
        return ImagesTable.items(tables, region, repository, ImagesTable.TAG)
                .filter(item -> item.containsKey("digest"))
                .map(item -> new Tag(ImagesTable.name(item, ImagesTable.TAG)));
    }

    private static TagState tagState(Map<String, AttributeValue> item) {
        return new TagState(
                Attributes.optionalString(item, "digest").map(Digest::parse),
                Attributes.number(item, "version"),
                SourceVersions.read(item),
                Attributes.optionalString(item, "movedBy").map(SourceVersions::registry));
    }

    /**
     * Part of a transaction: the tag goes from one state to the next. Its image goes in the same transaction.
     *
     * @param push by which it does; a deletion or a replica is none, and leaves the last one as it is
     */
    public Write change(RepositoryKey repository, TagChange change, Optional<PushId> push) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":to", Attributes.number(change.to().version()));
        values.put(":toSources", SourceVersions.write(change.to().sources()));
        change.to().digest().ifPresent(digest -> values.put(":digest", Attributes.string(digest)));
        change.to().movedBy().ifPresent(source -> values.put(":movedBy", Attributes.string(source)));
        push.ifPresent(id -> values.put(":push", Attributes.string(id)));
        Update.Builder update = Update.builder()
                .tableName(tables.name(ImagesTable.TABLE))
                .key(ImagesTable.tagKey(repository, change.tag()).key())
                .updateExpression("SET version = :to, sources = :toSources"
                        + (push.isPresent() ? ", lastPush = :push" : "")
                        + (change.to().digest().isPresent() ? ", digest = :digest" : "")
                        + (change.to().movedBy().isPresent() ? ", movedBy = :movedBy" : "")
                        + removals(change.to()));
        if (change.from().equals(TagState.NEVER)) {
            update.conditionExpression("attribute_not_exists(version)");
        } else {
            values.put(":version", Attributes.number(change.from().version()));
            values.put(":sources", SourceVersions.write(change.from().sources()));
            update.conditionExpression("version = :version AND sources = :sources");
        }
        return Write.update(
                update.expressionAttributeValues(values).build(), ContentionException.over("the tag " + change.tag()));
    }

    private static String removals(TagState to) {
        String names = Stream.of(
                        to.digest().isEmpty() ? "digest" : "",
                        to.movedBy().isEmpty() ? "movedBy" : "")
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " REMOVE " + names;
    }
}
