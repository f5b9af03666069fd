package dev.ferry.local.s3;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** What one pass over some content found: its length in bytes, its MD5, and the checksums that were asked for. */
record ContentHashes(long length, byte[] md5, Map<ChecksumAlgorithm, byte[]> checksums) {

    ContentHashes {
        checksums = Map.copyOf(checksums);
    }

    /** The entity tag of an object or part that was sent as one body: the MD5 in hex, without quotes. */
    String etag() {
        return HexFormat.of().formatHex(md5);
    }

    /** These algorithms' checksums as headers carry them. */
    Map<ChecksumAlgorithm, String> base64(Set<ChecksumAlgorithm> algorithms) {
        Map<ChecksumAlgorithm, String> encoded = new EnumMap<>(ChecksumAlgorithm.class);
        algorithms.forEach(algorithm ->
                encoded.put(algorithm, Base64.getEncoder().encodeToString(checksums.get(algorithm))));
        return encoded;
    }

    /** Hashes content while it streams past. */
    static final class Hasher {
        private final MessageDigest md5 = ChecksumAlgorithm.messageDigest("MD5");
        private final Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running =
                new EnumMap<>(ChecksumAlgorithm.class);
        private long length;

        Hasher(Set<ChecksumAlgorithm> algorithms) {
            algorithms.forEach(algorithm -> running.put(algorithm, algorithm.start()));
        }

        void update(byte[] bytes, int offset, int count) {
            length += count;
            md5.update(bytes, offset, count);
            running.values().forEach(checksum -> checksum.update(bytes, offset, count));
        }

        ContentHashes finish() {
            Map<ChecksumAlgorithm, byte[]> checksums = new EnumMap<>(ChecksumAlgorithm.class);
            running.forEach((algorithm, checksum) -> checksums.put(algorithm, checksum.value()));
            return new ContentHashes(length, md5.digest(), checksums);
        }
    }
}
