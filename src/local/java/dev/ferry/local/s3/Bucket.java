package dev.ferry.local.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A bucket and its objects.
 *
 * <pre>
 * objects/&lt;SHA-256 of the key&gt;.json   an object: its key, and which segments of which data files are its content
 * data/&lt;file id&gt;                      content
 * uploads/&lt;upload id&gt;/                see {@link MultipartUploads}
 * temporary/                          metadata on its way to its place
 * </pre>
 *
 * An object exists from the moment its metadata is renamed to its place, which happens after its content is on disk. So
 * whenever the process is killed, a key has its old object or its new one, whole. The metadata of all objects is kept in
 * memory too, in the order of the keys; only content is read from disk.
 */
final class Bucket {
    /** When an object may be written, by what its key has now. */
    interface WriteCondition {
        WriteCondition ALWAYS = existing -> {};

        /** {@code If-None-Match: *}. */
        WriteCondition IF_ABSENT = existing -> require(existing.isEmpty());

        /** {@code If-Match}, with an entity tag without quotes. */
        static WriteCondition ifMatch(String etag) {
            return existing -> require(
                    existing.orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_KEY)).etag().equals(etag));
        }

        /** @throws S3Exception PreconditionFailed, or NoSuchKey where there has to be an object */
        void check(Optional<StoredObject> existing);

        private static void require(boolean holds) {
            if (!holds) {
                throw new S3Exception(S3Error.PRECONDITION_FAILED);
            }
        }
    }

    /** An object whose content stays readable until this is closed, even if the object is deleted meanwhile. */
    record HeldObject(StoredObject object) implements AutoCloseable {
        @Override
        public void close() {
            object.content().release();
        }
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]|\\.(?!\\.)){1,61}[a-z0-9]");
    private static final int LOCKS = 256;

    private final String name;
    private final Path objectsDirectory;
    private final Path temporaryDirectory;
    private final DataFiles data;
    private final MultipartUploads uploads;
    private final ConcurrentNavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(ObjectKey.ORDER);
    private final Object[] locks = IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toArray();

    /** Opens the bucket of this directory, or makes it; what an earlier process left unfinished is removed. */
    Bucket(Path directory) throws IOException {
        name = directory.getFileName().toString();
        objectsDirectory = Files.createDirectories(directory.resolve("objects"));
        temporaryDirectory = Files.createDirectories(directory.resolve("temporary"));
        data = new DataFiles(Files.createDirectories(directory.resolve("data")));
        Path uploadsDirectory = Files.createDirectories(directory.resolve("uploads"));
        DurableFiles.forceDirectory(directory);
        for (Path left : DurableFiles.list(temporaryDirectory)) {
            Files.delete(left);
        }
        for (Path file : DurableFiles.list(objectsDirectory)) {
            StoredObject object = StoredObject.fromJson(MetadataJson.read(file), data);
            objects.put(object.key().value(), object);
        }
        uploads = new MultipartUploads(this, uploadsDirectory, completedUploads());
        removeUnusedData();
    }

    static boolean isValidName(String name) {
        return NAME.matcher(name).matches();
    }

    private Set<String> completedUploads() {
        Set<String> ids = new HashSet<>();
        objects.values().forEach(object -> object.uploadId().ifPresent(ids::add));
        return ids;
    }

    private void removeUnusedData() {
        Set<String> used = new HashSet<>(uploads.fileIds());
        objects.values().forEach(object ->
                object.content().segments().forEach(segment -> used.add(segment.fileId())));
        Set<String> present = data.ids();
        used.stream().filter(id -> !present.contains(id)).findAny().ifPresent(missing -> {
            throw new IllegalStateException(
                    "The bucket " + name + " is damaged: its metadata names the data file " + missing + ", which is gone");
        });
        present.stream().filter(id -> !used.contains(id)).forEach(data::delete);
    }

    String name() {
        return name;
    }

    DataFiles data() {
        return data;
    }

    MultipartUploads uploads() {
        return uploads;
    }

    Optional<StoredObject> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key.value()));
    }

    /** The object with its content held; the caller closes it. */
    HeldObject open(ObjectKey key) {
        while (true) {
            StoredObject object = find(key).orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_KEY));
            if (object.content().hold()) {
                return new HeldObject(object);
            }
            // Replaced or deleted since it was found: the next look finds the successor or nothing.
        }
    }

    /** The objects whose keys are greater than or equal to this one, in order. */
    Iterable<StoredObject> from(String key) {
        return objects.tailMap(key, true).values();
    }

    /**
     * Makes this the object of its key, on disk when this returns.
     *
     * @throws S3Exception when the condition does not hold; the content still belongs to the caller
     */
    void put(StoredObject object, WriteCondition condition) throws IOException {
        Path temporary = writeTemporary(object.toJson());
        StoredObject replaced;
        synchronized (lock(object.key())) {
            try {
                condition.check(find(object.key()));
            } catch (S3Exception refused) {
                Files.delete(temporary);
                throw refused;
            }
            DurableFiles.publish(temporary, place(object.key()));
            replaced = objects.put(object.key().value(), object);
        }
        DurableFiles.forceDirectory(objectsDirectory);
        if (replaced != null) {
            replaced.content().release();
        }
    }

    /** Deletes the object of this key if there is one. */
    void delete(ObjectKey key) throws IOException {
        StoredObject deleted;
        synchronized (lock(key)) {
            deleted = objects.get(key.value());
            if (deleted == null) {
                return;
            }
            Files.delete(place(key));
            objects.remove(key.value());
        }
        DurableFiles.forceDirectory(objectsDirectory);
        deleted.content().release();
    }

    /** Writes metadata to a file of its own on the bucket's file system, on disk when this returns. */
    Path writeTemporary(byte[] metadata) throws IOException {
        Path temporary = temporaryDirectory.resolve(UUID.randomUUID().toString());
        DurableFiles.write(temporary, metadata);
        return temporary;
    }

    private Object lock(ObjectKey key) {
        return locks[Math.floorMod(key.hashCode(), LOCKS)];
    }

    private Path place(ObjectKey key) {
        byte[] hash = ChecksumAlgorithm.SHA256.of(key.value().getBytes(StandardCharsets.UTF_8));
        return objectsDirectory.resolve(HexFormat.of().formatHex(hash) + ".json");
    }
}
