package dev.ferry.simulation.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A bucket, its objects, and its multipart uploads that are under way. */
final class InMemoryBucket {
    /** The order in which S3 lists keys: that of their UTF-8. */
    private static final Comparator<String> KEY_ORDER = (left, right) -> Arrays.compareUnsigned(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    private static final int LONGEST_KEY = 1024;

    private final NavigableMap<String, StoredObject> objects = new TreeMap<>(KEY_ORDER);
    private final Map<String, MultipartUpload> uploads = new LinkedHashMap<>();

    NavigableMap<String, StoredObject> objects() {
        return objects;
    }

    StoredObject object(String key) {
        StoredObject object = objects.get(key);
        if (object == null) {
            throw S3Errors.noSuchKey();
        }
        return object;
    }

    /** @param ifNoneMatch {@code *} for a key that has no object yet; null for whatever is there */
    void put(String key, StoredObject object, String ifNoneMatch) {
        requireKey(key);
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals("*")) {
                throw S3Errors.error(
                        "NotImplemented", 501, "A header you provided implies functionality that is not implemented");
            }
            if (objects.containsKey(key)) {
                throw S3Errors.preconditionFailed();
            }
        }
        objects.put(key, object);
    }

    /** @param ifMatch the entity tag that the key's object has to have; null for whatever is there, or nothing */
    void requireMatch(String key, String ifMatch) {
        if (ifMatch != null && !ifMatch.replace("\"", "").equals(object(key).etag())) {
            throw S3Errors.preconditionFailed();
        }
    }

    static void requireKey(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw S3Errors.error("KeyTooLongError", 400, "Your key is too long");
        }
    }

    Map<String, MultipartUpload> uploads() {
        return uploads;
    }

    MultipartUpload upload(String key, String id) {
        MultipartUpload upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw S3Errors.noSuchUpload();
        }
        return upload;
    }
}
