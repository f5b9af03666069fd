package dev.ferry.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process staged last, so that it need not read it back when it gets the next chunk as well, which is the rule.
 * A key is never written twice, so what is remembered is what lies in S3.
 */
final class StagedLately {
    /** A chunk has less than 5 MiB, and a process serves one request at a time, of few uploads. */
    private static final int CAPACITY = 4;

    private final Map<String, byte[]> chunks = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > CAPACITY;
        }
    };

    synchronized void put(String key, byte[] chunk) {
        chunks.put(key, chunk);
    }

    /** The chunk, if it is remembered. It is needed once. */
    synchronized Optional<byte[]> take(String key) {
        return Optional.ofNullable(chunks.remove(key));
    }
}
