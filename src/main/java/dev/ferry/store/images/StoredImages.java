package dev.ferry.store.images;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageState;
import dev.ferry.registry.ImageStorage;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.replication.PushId;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The images in the {@link ImagesTable}, each with the tags that name it and the indexes that list it. */
@ApplicationScoped
public class StoredImages {
    private final Tables tables;

    public StoredImages(Tables tables) {
        this.tables = tables;
    }

    public Optional<StoredImage> image(ReadSnapshot items, RepositoryKey repository, Digest digest) {
        return items.at(ImagesTable.imageKey(repository, digest)).map(StoredImages::storedImage);
    }

    public Optional<StoredImage> image(RegionName region, RepositoryKey repository, Digest digest) {
        return tables.get(region, ImagesTable.imageKey(repository, digest)).map(StoredImages::storedImage);
    }

    /**
     * The repository's images, sorted by digest, without their manifests. They are read as the stream is.
     *
     * @param from   the first digest that is wanted; empty for all of them
     * @param atOnce how many are read in one call
     */
    public Stream<Image> images(RegionName region, RepositoryKey repository, Optional<Digest> from, int atOnce) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(ImagesTable.TABLE))
                        .keyConditionExpression("repository = :repository AND #item BETWEEN :from AND :to")
                        .projectionExpression("#item, mediaType, #size, pushedAt, pulledAt, artifactType, subject, tags, listedBy, "
                                + "archived, archivedAt, activatedAt")
                        .expressionAttributeNames(Map.of("#item", "item", "#size", "size"))
                        .expressionAttributeValues(Map.of(
                                ":repository", Attributes.string(repository),
                                ":from", Attributes.string(ImagesTable.IMAGE + from.map(Digest::toString).orElse("")),
                                ":to", Attributes.string(ImagesTable.IMAGE + ImagesTable.BEHIND_NAMES)))
                        .consistentRead(true)
                        .limit(atOnce))
                .items()
                .stream()
                .map(item -> storedImage(item).image());
    }

    /**
     * The repository's images with their manifests, sorted by digest. They are read as the stream is.
     *
     * @param from the first digest that is wanted; empty for all of them
     */
    public Stream<StoredImage> storedImages(RegionName region, RepositoryKey repository, Optional<Digest> from) {
        return ImagesTable.items(tables, region, repository, ImagesTable.IMAGE, from.map(Digest::toString).orElse("")).map(StoredImages::storedImage);
    }

    private static StoredImage storedImage(Map<String, AttributeValue> item) {
        Image image = new Image(
                Digest.parse(ImagesTable.name(item, ImagesTable.IMAGE)),
                Attributes.string(item, "mediaType"),
                Attributes.number(item, "size"),
                Attributes.optionalString(item, "artifactType"),
                Attributes.optionalString(item, "subject").map(Digest::parse),
                Attributes.strings(item, "tags").stream().map(Tag::new).collect(Collectors.toSet()),
                Attributes.strings(item, "listedBy").stream().map(Digest::parse).collect(Collectors.toSet()),
                Attributes.time(item, "pushedAt"),
                Attributes.optionalTime(item, "pulledAt"),
                new ImageStorage(
                        item.containsKey("archived") ? StorageClass.ARCHIVE : StorageClass.STANDARD,
                        Attributes.optionalTime(item, "archivedAt"),
                        Attributes.optionalTime(item, "activatedAt")));
        return new StoredImage(image, Optional.ofNullable(item.get("manifest")).map(bytes -> bytes.b().asByteArray()),
                item.containsKey("deletions") ? Attributes.number(item, "deletions") : 0);
    }

    /**
     * Part of a transaction: the image is in the repository, whoever brought it first, and archived no more.
     *
     * @param seen  what was read before; another answer now is contention
     * @param state of the image; it has to be so in the same transaction if the image was not seen
     * @param named the tag that names it from now on, if one does
     * @param push  what brings it; empty for a replica
     */
    Write addition(
            RepositoryKey repository, Manifest manifest, Optional<StoredImage> seen, ImageState state, Optional<Tag> named,
            Optional<PushId> push, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":mediaType", Attributes.string(manifest.mediaType()));
        values.put(":size", Attributes.number(manifest.sizeInBytes()));
        values.put(":now", Attributes.time(now));
        StringBuilder set = new StringBuilder("SET mediaType = if_not_exists(mediaType, :mediaType), "
                + "#size = if_not_exists(#size, :size), pushedAt = if_not_exists(pushedAt, :now)");
        manifest.artifactType().ifPresent(type -> {
            set.append(", artifactType = :artifactType");
            values.put(":artifactType", Attributes.string(type));
        });
        manifest.subject().ifPresent(subject -> {
            set.append(", subject = :subject");
            values.put(":subject", Attributes.string(subject.digest()));
        });
        String remove = "";
        boolean archived = seen.filter(stored -> stored.image().storage().isArchived()).isPresent();
        if (archived) {
            set.append(", activatedAt = :now");
            remove = " REMOVE archived";
        }
        long deletions = seen.map(StoredImage::deletions).orElse(state.deletions());
        if (deletions > 0) {
            values.put(":deletions", Attributes.number(deletions));
            set.append(", deletions = :deletions");
        }
        if (manifest.bytes().length <= ImagesTable.MAX_INLINE_MANIFEST) {
            set.append(", manifest = if_not_exists(manifest, :manifest)");
            values.put(":manifest", Attributes.bytes(manifest.bytes()));
        }
        push.ifPresent(id -> {
            set.append(", lastPush = :push");
            values.put(":push", Attributes.string(id));
        });
        set.append(remove);
        named.ifPresent(tag -> {
            set.append(" ADD tags :tags");
            values.put(":tags", Attributes.strings(Set.of(tag)));
        });
        return Write.update(
                Update.builder()
                        .tableName(tables.name(ImagesTable.TABLE))
                        .key(ImagesTable.imageKey(repository, manifest.digest()).key())
                        .updateExpression(set.toString())
                        .conditionExpression(seen.isEmpty()
                                ? "attribute_not_exists(pushedAt)"
                                : "attribute_exists(pushedAt) AND "
                                        + (deletions > 0 ? "deletions = :deletions" : "attribute_not_exists(deletions)")
                                        + " AND " + asSeen(archived))
                        .expressionAttributeNames(Map.of("#size", "size"))
                        .expressionAttributeValues(values)
                        .build(),
                ContentionException.over("the image " + manifest.digest()));
    }

    /** It is archived still, or not archived yet. */
    private static String asSeen(boolean archived) {
        return archived ? "attribute_exists(archived)" : "attribute_not_exists(archived)";
    }

    /** Notes when an image was pulled, unless a pull was noted since a moment, or the image has gone. */
    public void notePull(RegionName region, RepositoryKey repository, Digest image, Instant now, Instant notSince) {
        try {
            tables.in(region).updateItem(update -> update.tableName(tables.name(ImagesTable.TABLE))
                    .key(ImagesTable.imageKey(repository, image).key())
                    .updateExpression("SET pulledAt = :now")
                    .conditionExpression("attribute_exists(pushedAt) AND "
                            + "(attribute_not_exists(pulledAt) OR pulledAt < :notSince)")
                    .expressionAttributeValues(Map.of(
                            ":now", Attributes.time(now), ":notSince", Attributes.time(notSince))));
        } catch (ConditionalCheckFailedException notedOrGone) {
            // There is nothing to note any more.
        }
    }

    /** Part of a transaction: the image with these tags is archived, unless an index lists it or it is archived already. */
    public Write archiving(RepositoryKey repository, Image image, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":yes", Attributes.flag(true), ":now", Attributes.time(now)));
        if (!image.tags().isEmpty()) {
            values.put(":tags", Attributes.strings(image.tags()));
        }
        return change(repository, image.digest(), "SET archived = :yes, archivedAt = :now",
                "attribute_exists(pushedAt) AND attribute_not_exists(listedBy) AND attribute_not_exists(archived) AND "
                        + (image.tags().isEmpty() ? "attribute_not_exists(tags)" : "tags = :tags"),
                values);
    }

    /**
     * Part of a transaction: the image, which is archived, is so no more.
     *
     * @param push the last that was recorded for it with that, if any was
     */
    public Write restoring(RepositoryKey repository, Digest image, Optional<PushId> push, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":now", Attributes.time(now)));
        push.ifPresent(id -> values.put(":push", Attributes.string(id)));
        return change(repository, image,
                "SET activatedAt = :now" + (push.isPresent() ? ", lastPush = :push" : "") + " REMOVE archived",
                "attribute_exists(archived)", values);
    }

    /** Part of a transaction: an index that comes lists the image, which has to be pulled with it. */
    Write listing(RepositoryKey repository, Digest child, Digest index) {
        return change(repository, child, "REMOVE archived ADD listedBy :index", Map.of(":index", Attributes.strings(Set.of(index))));
    }

    /** Part of a transaction: an index that goes lists the image no more. */
    Write delisting(RepositoryKey repository, Digest child, Digest index) {
        return change(repository, child, "DELETE listedBy :index", Map.of(":index", Attributes.strings(Set.of(index))));
    }

    /** Part of a transaction: tags leave the image. */
    Write leaving(RepositoryKey repository, Digest left, Set<Tag> tags) {
        return change(repository, left, "DELETE tags :tags", Map.of(":tags", Attributes.strings(tags)));
    }

    /** Part of a transaction: a tag leaves the image for an index that lists it. */
    Write listingAndLeaving(RepositoryKey repository, Digest child, Digest index, Tag tag) {
        return change(repository, child, "REMOVE archived ADD listedBy :index DELETE tags :tags", Map.of(
                ":index", Attributes.strings(Set.of(index)), ":tags", Attributes.strings(Set.of(tag))));
    }

    private Write change(RepositoryKey repository, Digest image, String update, Map<String, AttributeValue> values) {
        return change(repository, image, update, "attribute_exists(pushedAt)", values);
    }

    private Write change(
            RepositoryKey repository, Digest image, String update, String condition, Map<String, AttributeValue> values) {
        return Write.update(
                Update.builder()
                        .tableName(tables.name(ImagesTable.TABLE))
                        .key(ImagesTable.imageKey(repository, image).key())
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .build(),
                ContentionException.over("the image " + image));
    }

    /**
     * Part of a transaction: the image goes, and with it the tags that name it.
     *
     * @param listed what to say when an index came to list the image meanwhile, or it was archived or restored
     */
    Write deletion(RepositoryKey repository, Image image, Supplier<? extends RuntimeException> listed) {
        String unlisted = "attribute_not_exists(listedBy) AND " + asSeen(image.storage().isArchived());
        Delete.Builder delete = Delete.builder()
                .tableName(tables.name(ImagesTable.TABLE))
                .key(ImagesTable.imageKey(repository, image.digest()).key());
        if (image.tags().isEmpty()) {
            delete.conditionExpression("attribute_exists(pushedAt) AND attribute_not_exists(tags) AND " + unlisted);
        } else {
            delete.conditionExpression("tags = :tags AND " + unlisted)
                    .expressionAttributeValues(Map.of(":tags", Attributes.strings(image.tags())));
        }
        return Write.delete(delete.build(), listed);
    }
}
