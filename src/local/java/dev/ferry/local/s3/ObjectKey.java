package dev.ferry.local.s3;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * What an object is called within its bucket: 1 to 1,024 bytes of UTF-8 in which no character has a special meaning.
 * It never becomes part of a path of the file system.
 */
record ObjectKey(String value) {
    private static final int LONGEST = 1024;

    /** The order of the UTF-8 bytes, in which S3 lists keys; {@link String#compareTo} differs above U+D7FF. */
    static final Comparator<String> ORDER = ObjectKey::compareCodePoints;

    ObjectKey {
        if (value.isEmpty()) {
            throw new S3Exception(S3Error.INVALID_ARGUMENT, "The key is empty");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new S3Exception(S3Error.KEY_TOO_LONG);
        }
    }

    private static int compareCodePoints(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean supplementary = Character.isSurrogate(a);
                if (supplementary != Character.isSurrogate(b)) {
                    return supplementary ? 1 : -1;
                }
                return a - b;
            }
        }
        return left.length() - right.length();
    }
}
