package dev.ferry.local.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A page of the objects of a bucket, in the order of their keys.
 *
 * @param commonPrefixes what stands for the objects whose keys go on beyond a delimiter
 * @param next where the next page starts, if there is one
 */
record ObjectPage(List<StoredObject> objects, List<String> commonPrefixes, Optional<Start> next) {

    /**
     * What came last before a page: a key, or a common prefix and with it all keys that start so.
     */
    record Start(String after, boolean prefix) {
        static final Start BEGINNING = new Start("", false);

        boolean isBefore(String key) {
            return ObjectKey.ORDER.compare(after, key) < 0 && !(prefix && key.startsWith(after));
        }

        String token() {
            String text = (prefix ? "p" : "k") + after;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Start parse(String token) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                if (text.startsWith("p") || text.startsWith("k")) {
                    return new Start(text.substring(1), text.startsWith("p"));
                }
            } catch (IllegalArgumentException notBase64) {
                throw incorrect();
            }
            throw incorrect();
        }

        private static S3Exception incorrect() {
            return new S3Exception(S3Error.INVALID_ARGUMENT, "The continuation token provided is incorrect");
        }
    }

    ObjectPage {
        objects = List.copyOf(objects);
        commonPrefixes = List.copyOf(commonPrefixes);
    }

    int count() {
        return objects.size() + commonPrefixes.size();
    }

    /** The objects whose keys start with the prefix; an empty delimiter is none. */
    static ObjectPage read(Bucket bucket, String prefix, String delimiter, Start start, int most) {
        List<StoredObject> objects = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        Start last = start;
        for (StoredObject object : bucket.from(start.isBefore(prefix) ? prefix : start.after())) {
            String key = object.key().value();
            if (!key.startsWith(prefix)) {
                break;
            }
            if (!last.isBefore(key)) {
                continue;
            }
            if (objects.size() + commonPrefixes.size() == most) {
                // A page that may hold nothing is the last one too.
                return new ObjectPage(objects, commonPrefixes, most == 0 ? Optional.empty() : Optional.of(last));
            }
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (end < 0) {
                objects.add(object);
                last = new Start(key, false);
            } else {
                last = new Start(key.substring(0, end + delimiter.length()), true);
                commonPrefixes.add(last.after());
            }
        }
        return new ObjectPage(objects, commonPrefixes, Optional.empty());
    }
}
