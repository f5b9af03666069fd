package dev.ferry.store;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The table {@code images}: all that is in a repository.
 *
 * <pre>
 * repository              item                          holds
 * 111122223333/team/app   image#sha256:…                mediaType, size, pushedAt, artifactType, subject, tags,
 *                                                       listedBy, and the manifest if it is no larger than 256 KiB
 * 111122223333/team/app   tag#latest                    digest (absent once deleted), version, sources
 * 111122223333/team/app   layer#sha256:…                size: the repository may use this layer of the account
 * 111122223333/team/app   referrer#&lt;subject>#&lt;digest>   mediaType, artifactType, size
 * </pre>
 */
@ApplicationScoped
public class ImagesTable {
    /** An item holds at most 400 KiB, of which a thousand tags of the usual length take a tenth. */
    public static final int MAX_INLINE_MANIFEST = 256 * 1024;

    private static final String TABLE = "images";
    private static final String IMAGE = "image#";
    private static final String TAG = "tag#";
    private static final String LAYER = "layer#";
    private static final String REFERRER = "referrer#";
    /** Sorts behind every digest, as digests start with a letter. */
    private static final String BEHIND_DIGESTS = "~";

    private final Tables tables;

    public ImagesTable(Tables tables) {
        this.tables = tables;
    }

    public ItemKey imageKey(RepositoryKey repository, Digest digest) {
        return key(repository, IMAGE + digest);
    }

    public ItemKey tagKey(RepositoryKey repository, Tag tag) {
        return key(repository, TAG + tag);
    }

    public ItemKey layerKey(RepositoryKey repository, Digest layer) {
        return key(repository, LAYER + layer);
    }

    private static ItemKey key(RepositoryKey repository, String item) {
        return ItemKey.of(TABLE, "repository", repository.toString(), "item", item);
    }

    // ------------------------------------------------------------------------------------------------ reading

    public Optional<StoredImage> image(Items items, RepositoryKey repository, Digest digest) {
        return items.at(imageKey(repository, digest)).map(ImagesTable::storedImage);
    }

    public Optional<StoredImage> image(RegionName region, RepositoryKey repository, Digest digest) {
        return tables.get(region, imageKey(repository, digest)).map(ImagesTable::storedImage);
    }

    public TagState tag(Items items, RepositoryKey repository, Tag tag) {
        return items.at(tagKey(repository, tag)).map(ImagesTable::tagState).orElse(TagState.NEVER);
    }

    /** The size of a layer that an image to come may rely on, in bytes; not of one that is going. */
    public Optional<Long> layerSize(Items items, RepositoryKey repository, Digest layer) {
        return items.at(layerKey(repository, layer))
                .filter(item -> !item.containsKey(LayerRemovals.GOING))
                .map(item -> Attributes.number(item, "size"));
    }

    /** The size of a layer that can be pulled, in bytes; also of one that is going, for it may stay yet. */
    public Optional<Long> pullableLayerSize(Items items, RepositoryKey repository, Digest layer) {
        return items.at(layerKey(repository, layer)).map(item -> Attributes.number(item, "size"));
    }

    /**
     * The repository's images, sorted by digest, without their manifests. They are read as the stream is.
     *
     * @param from   the first digest that is wanted; empty for all of them
     * @param atOnce how many are read in one call
     */
    public Stream<Image> images(RegionName region, RepositoryKey repository, Optional<Digest> from, int atOnce) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(TABLE))
                        .keyConditionExpression("repository = :repository AND #item BETWEEN :from AND :to")
                        .projectionExpression("#item, mediaType, #size, pushedAt, artifactType, subject, tags, listedBy")
                        .expressionAttributeNames(Map.of("#item", "item", "#size", "size"))
                        .expressionAttributeValues(Map.of(
                                ":repository", Attributes.string(repository),
                                ":from", Attributes.string(IMAGE + from.map(Digest::toString).orElse("")),
                                ":to", Attributes.string(IMAGE + BEHIND_DIGESTS)))
                        .consistentRead(true)
                        .limit(atOnce))
                .items()
                .stream()
                .map(item -> storedImage(item).image());
    }

    /** The repository's images with their manifests, in no order that means anything. They are read as the stream is. */
    public Stream<StoredImage> storedImages(RegionName region, RepositoryKey repository) {
        return query(region, repository, IMAGE).map(ImagesTable::storedImage);
    }

    /** The tags that name an image, sorted as their characters are. They are read as the stream is. */
    public Stream<Tag> tags(RegionName region, RepositoryKey repository) {
        return query(region, repository, TAG)
                .filter(item -> item.containsKey("digest"))
                .map(item -> new Tag(Attributes.string(item, "item").substring(TAG.length())));
    }

    /** The digests of the images whose subject this is, sorted. They are read as the stream is. */
    public Stream<Digest> referrers(RegionName region, RepositoryKey repository, Digest subject) {
        String start = REFERRER + subject + "#";
        return query(region, repository, start)
                .map(item -> Digest.parse(Attributes.string(item, "item").substring(start.length())));
    }

    private Stream<Map<String, AttributeValue>> query(RegionName region, RepositoryKey repository, String start) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(TABLE))
                        .keyConditionExpression("repository = :repository AND begins_with(#item, :start)")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(Map.of(
                                ":repository", Attributes.string(repository), ":start", Attributes.string(start)))
                        .consistentRead(true))
                .items()
                .stream();
    }

    private static StoredImage storedImage(Map<String, AttributeValue> item) {
        Image image = new Image(
                Digest.parse(Attributes.string(item, "item").substring(IMAGE.length())),
                Attributes.string(item, "mediaType"),
                Attributes.number(item, "size"),
                Attributes.optionalString(item, "artifactType"),
                Attributes.optionalString(item, "subject").map(Digest::parse),
                Attributes.strings(item, "tags").stream().map(Tag::new).collect(Collectors.toSet()),
                Attributes.strings(item, "listedBy").stream().map(Digest::parse).collect(Collectors.toSet()),
                Attributes.time(item, "pushedAt"));
        return new StoredImage(image, Optional.ofNullable(item.get("manifest")).map(bytes -> bytes.b().asByteArray()));
    }

    private static TagState tagState(Map<String, AttributeValue> item) {
        Map<Registry, Long> sources = new HashMap<>();
        item.get("sources").m().forEach((registry, version) -> {
            String[] parts = registry.split("/");
            sources.put(Registry.of(parts[0], parts[1]), Long.parseLong(version.n()));
        });
        return new TagState(
                Attributes.optionalString(item, "digest").map(Digest::parse), Attributes.number(item, "version"), sources);
    }

    // ------------------------------------------------------------------------------------------------ writing

    /**
     * Parts of a transaction: the image is in the repository, whoever brought it first, and a tag changes with it.
     *
     * @param seen what was read before; another answer now is contention
     */
    public List<Write> addition(
            RepositoryKey repository, Manifest manifest, Optional<StoredImage> seen, Optional<TagChange> change, Instant now) {
        List<Write> writes = new ArrayList<>();
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
        if (manifest.bytes().length <= MAX_INLINE_MANIFEST) {
            set.append(", manifest = if_not_exists(manifest, :manifest)");
            values.put(":manifest", Attributes.bytes(manifest.bytes()));
        }
        change.filter(tag -> tag.names(manifest.digest())).ifPresent(tag -> {
            set.append(" ADD tags :tags");
            values.put(":tags", Attributes.strings(Set.of(tag.tag())));
        });
        writes.add(Write.update(
                Update.builder()
                        .tableName(tables.name(TABLE))
                        .key(imageKey(repository, manifest.digest()).key())
                        .updateExpression(set.toString())
                        .conditionExpression(
                                seen.isPresent() ? "attribute_exists(pushedAt)" : "attribute_not_exists(pushedAt)")
                        .expressionAttributeNames(Map.of("#size", "size"))
                        .expressionAttributeValues(values)
                        .build(),
                contention("the image " + manifest.digest())));
        // A transaction takes an item once, and the tag may leave an image that the new one lists.
        Optional<TagChange> leavesChild = change.filter(tag -> seen.isEmpty() && tag.left().isPresent()
                && distinctChildren(manifest).contains(tag.left().get()));
        change.ifPresent(tag -> {
            writes.add(tagItem(repository, tag.tag(), tag.from(), tag.to()));
            tag.left().filter(left -> leavesChild.isEmpty())
                    .ifPresent(left -> writes.add(leaving(repository, left, tag.tag())));
        });
        if (seen.isEmpty()) {
            distinctChildren(manifest).forEach(child -> writes.add(leavesChild
                    .filter(tag -> tag.left().equals(Optional.of(child)))
                    .map(tag -> listingAndLeaving(repository, child, manifest.digest(), tag.tag()))
                    .orElseGet(() -> listing(repository, child, manifest.digest(), "ADD"))));
            manifest.subject().ifPresent(subject -> writes.add(Write.put(
                    Put.builder()
                            .tableName(tables.name(TABLE))
                            .item(referrerKey(repository, subject.digest(), manifest.digest()).item(referrer(manifest)))
                            .build(),
                    contention("the referrer " + manifest.digest()))));
        }
        return writes;
    }

    private static List<Digest> distinctChildren(Manifest manifest) {
        return manifest.children().stream().map(Descriptor::digest).distinct().toList();
    }

    private static ItemKey referrerKey(RepositoryKey repository, Digest subject, Digest referrer) {
        return key(repository, REFERRER + subject + "#" + referrer);
    }

    private static Map<String, AttributeValue> referrer(Manifest manifest) {
        Map<String, AttributeValue> referrer = new HashMap<>();
        referrer.put("mediaType", Attributes.string(manifest.mediaType()));
        referrer.put("size", Attributes.number(manifest.bytes().length));
        manifest.artifactType().ifPresent(type -> referrer.put("artifactType", Attributes.string(type)));
        return referrer;
    }

    private Write listing(RepositoryKey repository, Digest child, Digest index, String action) {
        return changeOfImage(repository, child, action + " listedBy :index",
                Map.of(":index", Attributes.strings(Set.of(index))));
    }

    private Write leaving(RepositoryKey repository, Digest left, Tag tag) {
        return changeOfImage(repository, left, "DELETE tags :tags", Map.of(":tags", Attributes.strings(Set.of(tag))));
    }

    private Write listingAndLeaving(RepositoryKey repository, Digest child, Digest index, Tag tag) {
        return changeOfImage(repository, child, "ADD listedBy :index DELETE tags :tags", Map.of(
                ":index", Attributes.strings(Set.of(index)), ":tags", Attributes.strings(Set.of(tag))));
    }

    private Write changeOfImage(
            RepositoryKey repository, Digest image, String update, Map<String, AttributeValue> values) {
        return Write.update(
                Update.builder()
                        .tableName(tables.name(TABLE))
                        .key(imageKey(repository, image).key())
                        .updateExpression(update)
                        .conditionExpression("attribute_exists(pushedAt)")
                        .expressionAttributeValues(values)
                        .build(),
                contention("the image " + image));
    }

    /** Parts of a transaction: the tag is taken away, and its image forgets it. */
    public List<Write> untagging(RepositoryKey repository, Tag tag, TagState state) {
        List<Write> writes = new ArrayList<>();
        writes.add(tagItem(repository, tag, state, state.removed()));
        state.digest().ifPresent(left -> writes.add(leaving(repository, left, tag)));
        return writes;
    }

    /** Part of a transaction: the tag goes from one state to the next. Its image goes in the same transaction. */
    public Write tagItem(RepositoryKey repository, Tag tag, TagState from, TagState to) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        to.digest().ifPresent(digest -> attributes.put("digest", Attributes.string(digest)));
        attributes.put("version", Attributes.number(to.version()));
        attributes.put("sources", sources(to));
        Put.Builder put = Put.builder()
                .tableName(tables.name(TABLE))
                .item(tagKey(repository, tag).item(attributes));
        if (from.equals(TagState.NEVER)) {
            put.conditionExpression("attribute_not_exists(version)");
        } else {
            put.conditionExpression("version = :version AND sources = :sources")
                    .expressionAttributeValues(Map.of(
                            ":version", Attributes.number(from.version()), ":sources", sources(from)));
        }
        return Write.put(put.build(), contention("the tag " + tag));
    }

    private static AttributeValue sources(TagState state) {
        return Attributes.map(state.sources().entrySet().stream().collect(Collectors.toMap(
                source -> source.getKey().toString(), source -> Attributes.number(source.getValue()))));
    }

    /**
     * Parts of a transaction: the image goes, with what points from it to others. Its tags have to go in the same
     * transaction or before it.
     *
     * @param listed what to say when an index came to list the image meanwhile
     */
    public List<Write> removal(
            RepositoryKey repository, Image image, List<Digest> children, Supplier<? extends RuntimeException> listed) {
        List<Write> writes = new ArrayList<>();
        Delete.Builder delete = Delete.builder()
                .tableName(tables.name(TABLE))
                .key(imageKey(repository, image.digest()).key());
        if (image.tags().isEmpty()) {
            delete.conditionExpression("attribute_exists(pushedAt) AND attribute_not_exists(tags) "
                    + "AND attribute_not_exists(listedBy)");
        } else {
            delete.conditionExpression("tags = :tags AND attribute_not_exists(listedBy)")
                    .expressionAttributeValues(Map.of(":tags", Attributes.strings(image.tags())));
        }
        writes.add(Write.delete(delete.build(), listed));
        children.forEach(child -> writes.add(listing(repository, child, image.digest(), "DELETE")));
        image.subject().ifPresent(subject -> writes.add(Write.delete(
                Delete.builder()
                        .tableName(tables.name(TABLE))
                        .key(referrerKey(repository, subject, image.digest()).key())
                        .build(),
                contention("the referrer " + image.digest()))));
        return writes;
    }

    /** Part of a transaction: the repository may use a layer that the account has. */
    public Write layerAddition(RepositoryKey repository, Digest layer, long size) {
        return Write.put(
                Put.builder()
                        .tableName(tables.name(TABLE))
                        .item(layerKey(repository, layer).item(Map.of("size", Attributes.number(size))))
                        .build(),
                contention("the layer " + layer));
    }

    private static Supplier<ContentionException> contention(String what) {
        return () -> new ContentionException(what + " was changed meanwhile");
    }

    // ----------------------------------------------------------------------------------------------- emptying

    public boolean hasImages(RegionName region, RepositoryKey repository) {
        return images(region, repository, Optional.empty(), 1).findAny().isPresent();
    }

    /**
     * Deletes all that is in the repository. Of the tags their versions stay, so that a repository of the same name
     * goes on counting where this one stopped. Can be repeated after a crash.
     *
     * @param requirement goes with every part of it: the repository is the one that is to be emptied
     * @throws ContentionException when another writer was in the way
     */
    public void empty(RegionName region, RepositoryKey repository, Write requirement) {
        List<Write> writes = new ArrayList<>();
        tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(TABLE))
                        .keyConditionExpression("repository = :repository")
                        .projectionExpression("repository, #item, digest, version, sources")
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .expressionAttributeValues(Map.of(":repository", Attributes.string(repository)))
                        .consistentRead(true))
                .items()
                .forEach(item -> {
                    String name = Attributes.string(item, "item");
                    if (!name.startsWith(TAG)) {
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
                Delete.builder().tableName(tables.name(TABLE)).key(key(repository, item).key()).build(),
                contention("the item " + item));
    }

    private Write forgetting(RepositoryKey repository, String tag) {
        return Write.update(
                Update.builder()
                        .tableName(tables.name(TABLE))
                        .key(key(repository, tag).key())
                        .updateExpression("REMOVE digest ADD version :one")
                        .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                        .build(),
                contention("the item " + tag));
    }
}
