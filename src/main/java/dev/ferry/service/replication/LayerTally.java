package dev.ferry.service.replication;

import dev.ferry.registry.Digest;
import dev.ferry.replication.LayerBytes;
import java.util.HashMap;
import java.util.Map;

/** Counts the layers of one replication, of the images that an index lists too, each once however often it is come upon. */
final class LayerTally {
    private final Map<Digest, Long> copied = new HashMap<>();
    private final Map<Digest, Long> skipped = new HashMap<>();

    void copied(Digest layer, long size) {
        copied.put(layer, size);
    }

    void skipped(Digest layer, long size) {
        if (!copied.containsKey(layer)) {
            skipped.put(layer, size);
        }
    }

    boolean hasCopied(Digest layer) {
        return copied.containsKey(layer);
    }

    LayerBytes bytes() {
        return new LayerBytes(sum(copied), sum(skipped));
    }

    private static long sum(Map<Digest, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
}
