package dev.ferry.local.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The multipart uploads of a bucket that are under way.
 *
 * <pre>
 * uploads/&lt;upload id&gt;/upload.json   the upload; without it there is none
 * uploads/&lt;upload id&gt;/&lt;number&gt;.json  a part: which segments of which data files are its content
 * </pre>
 *
 * A completed upload's data files belong to its object, which names the upload: so if the process is killed between the
 * two, the next one knows that the upload's directory alone must go.
 */
final class MultipartUploads {
    private static final String UPLOAD_FILE = "upload.json";

    private final Bucket bucket;
    private final Path directory;
    private final Map<String, MultipartUpload> uploads = new ConcurrentHashMap<>();

    /** @param completed the ids of the uploads that the bucket's objects were completed from */
    MultipartUploads(Bucket bucket, Path directory, Set<String> completed) throws IOException {
        this.bucket = bucket;
        this.directory = directory;
        for (Path upload : DurableFiles.list(directory)) {
            String id = upload.getFileName().toString();
            if (completed.contains(id) || Files.notExists(upload.resolve(UPLOAD_FILE))) {
                remove(id);
            } else {
                load(upload);
            }
        }
    }

    private void load(Path uploadDirectory) throws IOException {
        MultipartUpload upload = MultipartUpload.fromJson(MetadataJson.read(uploadDirectory.resolve(UPLOAD_FILE)));
        for (Path file : DurableFiles.list(uploadDirectory)) {
            if (!file.getFileName().toString().equals(UPLOAD_FILE)) {
                upload.add(StoredPart.fromJson(MetadataJson.read(file), bucket.data()), Optional.empty());
            }
        }
        uploads.put(upload.id(), upload);
    }

    /** The data files that parts use. */
    Set<String> fileIds() {
        Set<String> ids = new HashSet<>();
        uploads.values().forEach(upload -> upload.parts().forEach(part ->
                part.content().segments().forEach(segment -> ids.add(segment.fileId()))));
        return ids;
    }

    Collection<MultipartUpload> all() {
        return List.copyOf(uploads.values());
    }

    MultipartUpload create(
            ObjectKey key, Map<String, String> headers, Optional<ChecksumAlgorithm> checksumAlgorithm)
            throws IOException {
        Instant now = Instant.now();
        // The time comes first, so that ids sort as S3 lists the uploads of a key: the oldest first.
        String id = "%012x%s".formatted(now.toEpochMilli(), UUID.randomUUID().toString().replace("-", ""));
        MultipartUpload upload = new MultipartUpload(id, key, now, headers, checksumAlgorithm);
        Path uploadDirectory = Files.createDirectory(directory.resolve(id));
        DurableFiles.publish(bucket.writeTemporary(upload.toJson()), uploadDirectory.resolve(UPLOAD_FILE));
        DurableFiles.forceDirectory(uploadDirectory);
        DurableFiles.forceDirectory(directory);
        uploads.put(id, upload);
        return upload;
    }

    MultipartUpload find(ObjectKey key, String id) {
        MultipartUpload upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw new S3Exception(S3Error.NO_SUCH_UPLOAD);
        }
        return upload;
    }

    /**
     * Makes this the part of its number, on disk when this returns.
     *
     * @param whole the hash over this part and those before it, where they came in order
     * @throws S3Exception NoSuchUpload when the upload has ended meanwhile; the content still belongs to the caller
     */
    void put(MultipartUpload upload, StoredPart part, Optional<MessageDigest> whole) throws IOException {
        Path uploadDirectory = directory.resolve(upload.id());
        Path temporary = bucket.writeTemporary(part.toJson());
        Optional<StoredPart> replaced;
        synchronized (upload) {
            if (!upload.isOpen()) {
                Files.delete(temporary);
                throw new S3Exception(S3Error.NO_SUCH_UPLOAD);
            }
            DurableFiles.publish(temporary, uploadDirectory.resolve(part.number() + ".json"));
            replaced = upload.add(part, whole);
            DurableFiles.forceDirectory(uploadDirectory);
        }
        replaced.ifPresent(old -> old.content().release());
    }

    /**
     * Makes an object of these parts of the upload, whose content is joined, and ends the upload; its other parts are
     * deleted. When it is refused, the upload goes on.
     */
    StoredObject complete(
            MultipartUpload upload, List<CompletedPart> requested, Bucket.WriteCondition condition)
            throws IOException {
        StoredObject object;
        List<StoredPart> unused;
        synchronized (upload) {
            upload.close();
            try {
                List<StoredPart> parts = CompletedPart.select(upload, requested);
                object = CompletedPart.join(upload, parts, bucket.data());
                unused = new ArrayList<>(upload.parts());
                unused.removeAll(parts);
                bucket.put(object, condition);
            } catch (S3Exception refused) {
                // After any other failure it stays closed: whether the object was made, the next start finds on disk.
                upload.reopen();
                throw refused;
            }
        }
        end(upload);
        unused.forEach(part -> part.content().release());
        return object;
    }

    /** Ends the upload and deletes its parts. */
    void abort(MultipartUpload upload) throws IOException {
        upload.close();
        end(upload);
        upload.parts().forEach(part -> part.content().release());
    }

    private void end(MultipartUpload upload) throws IOException {
        uploads.remove(upload.id());
        remove(upload.id());
    }

    private void remove(String id) throws IOException {
        Path uploadDirectory = directory.resolve(id);
        Files.deleteIfExists(uploadDirectory.resolve(UPLOAD_FILE));
        DurableFiles.forceDirectory(uploadDirectory);
        for (Path file : DurableFiles.list(uploadDirectory)) {
            Files.delete(file);
        }
        Files.delete(uploadDirectory);
    }
}
