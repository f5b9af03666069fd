package dev.ferry.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was read lately, so that a warm function need not read it for each request. What was not found is not
 * remembered: a new key works at once.
 */
final class RecentReads<K, V> {
    private record Read<V>(V value, Instant at) {}

    private final Duration lifetime;
    private final Clock clock;
    private final Map<K, Read<V>> reads;

    /**
     * @param lifetime how long a value may be used after it was read
     * @param capacity how many values are kept; the one read longest ago goes first
     */
    RecentReads(Duration lifetime, int capacity, Clock clock) {
        this.lifetime = lifetime;
        this.clock = clock;
        this.reads = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Read<V>> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The value of this key: remembered, or read now. Two callers at once may both read. */
    Optional<V> get(K key, Function<K, Optional<V>> read) {
        Optional<V> remembered = remembered(key);
        if (remembered.isPresent()) {
            return remembered;
        }
        // The age counts from before the read: what was deleted during it is not kept longer than the lifetime.
        Instant now = clock.instant();
        Optional<V> value = read.apply(key);
        value.ifPresent(found -> remember(key, new Read<>(found, now)));
        return value;
    }

    private synchronized Optional<V> remembered(K key) {
        Read<V> read = reads.get(key);
        if (read == null || !clock.instant().isBefore(read.at().plus(lifetime))) {
            return Optional.empty();
        }
        return Optional.of(read.value());
    }

    private synchronized void remember(K key, Read<V> read) {
        reads.remove(key);
        reads.put(key, read);
    }
}
