package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

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

    /** Part of a transaction: the tag goes from one state to the next. Its image goes in the same transaction. */
    public Write change(RepositoryKey repository, Tag tag, TagState from, TagState to) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        to.digest().ifPresent(digest -> attributes.put("digest", Attributes.string(digest)));
        attributes.put("version", Attributes.number(to.version()));
        attributes.put("sources", SourceVersions.write(to.sources()));
        to.movedBy().ifPresent(source -> attributes.put("movedBy", Attributes.string(source)));
        Put.Builder put = Put.builder()
                .tableName(tables.name(ImagesTable.TABLE))
                .item(ImagesTable.tagKey(repository, tag).item(attributes));
        if (from.equals(TagState.NEVER)) {
            put.conditionExpression("attribute_not_exists(version)");
        } else {
            put.conditionExpression("version = :version AND sources = :sources")
                    .expressionAttributeValues(Map.of(
                            ":version", Attributes.number(from.version()), ":sources", SourceVersions.write(from.sources())));
        }
        return Write.put(put.build(), ContentionException.over("the tag " + tag));
    }
}
