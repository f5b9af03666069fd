package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;

/** Which images of a repository refer to which as their subject, in the {@link ImagesTable}. */
@ApplicationScoped
public class ImageReferrers {
    private final Tables tables;

    public ImageReferrers(Tables tables) {
        this.tables = tables;
    }

    /**
     * The digests of the images whose subject this is, sorted. They are read as the stream is.
     *
     * @param from the first that is wanted; empty for all of them
     */
    public Stream<Digest> of(RegionName region, RepositoryKey repository, Digest subject, Optional<Digest> from) {
        String start = ImagesTable.referrersOf(subject);
        return ImagesTable.items(tables, region, repository, start, from.map(Digest::toString).orElse(""))
                .map(item -> Digest.parse(ImagesTable.name(item, start)));
    }

    /** Part of a transaction: the image refers to its subject. */
    Write addition(RepositoryKey repository, Digest subject, Manifest referrer) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("mediaType", Attributes.string(referrer.mediaType()));
        attributes.put("size", Attributes.number(referrer.bytes().length));
        referrer.artifactType().ifPresent(type -> attributes.put("artifactType", Attributes.string(type)));
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ImagesTable.TABLE))
                        .item(ImagesTable.referrerKey(repository, subject, referrer.digest()).item(attributes))
                        .build(),
                ContentionException.over("the referrer " + referrer.digest()));
    }

    /** Part of a transaction: the image goes, and no longer refers to its subject. */
    Write removal(RepositoryKey repository, Digest subject, Digest referrer) {
        return Write.delete(
                Delete.builder()
                        .tableName(tables.name(ImagesTable.TABLE))
                        .key(ImagesTable.referrerKey(repository, subject, referrer).key())
                        .build(),
                ContentionException.over("the referrer " + referrer));
    }
}
