package dev.ferry.local.s3;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one pass over some content found: its length in bytes, and the checksums that were asked for. */
record ContentHashes(long length, Map<ChecksumAlgorithm, byte[]> checksums) {

    ContentHashes {
        checksums = Map.copyOf(checksums);
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
        private final Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running =
                new EnumMap<>(ChecksumAlgorithm.class);
        private final List<MessageDigest> others;
        private long length;

        /** @param others are given all bytes as well, and are the caller's to finish */
        Hasher(Set<ChecksumAlgorithm> algorithms, List<MessageDigest> others) {
            this.others = List.copyOf(others);
            algorithms.forEach(algorithm -> running.put(algorithm, algorithm.start()));
        }

        void update(byte[] bytes, int offset, int count) {
            length += count;
            running.values().forEach(checksum -> checksum.update(bytes, offset, count));
            others.forEach(other -> other.update(bytes, offset, count));
        }

        ContentHashes finish() {
            Map<ChecksumAlgorithm, byte[]> checksums = new EnumMap<>(ChecksumAlgorithm.class);
            running.forEach((algorithm, checksum) -> checksums.put(algorithm, checksum.value()));
            return new ContentHashes(length, checksums);
        }
    }
}
