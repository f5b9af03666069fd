package dev.ferry.local.triggers;

import dev.ferry.local.lambda.Functions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts what was polled into batches that a function may be given: so many records, and so many bytes. */
final class PayloadBound {
    private static final int ENVELOPE_BYTES = "{\"Records\":[]}".length();

    private PayloadBound() {}

    /** A single record that is too large is a batch by itself; that the function refuses it is its failure. */
    static <T extends BatchFunction.Item> List<List<T>> batches(List<T> items, int batchSize) {
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        int bytes = ENVELOPE_BYTES;
        for (T item : items) {
            int size = item.event().toString().getBytes(StandardCharsets.UTF_8).length + 1;
            if (!batch.isEmpty() && (batch.size() == batchSize || bytes + size > Functions.PAYLOAD_LIMIT)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = ENVELOPE_BYTES;
            }
            batch.add(item);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
