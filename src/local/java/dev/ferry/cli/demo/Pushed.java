package dev.ferry.cli.demo;

import java.time.Duration;
import java.util.List;

/**
 * What a push took.
 *
 * @param blobs the layers and the configuration, in the order in which they were pushed
 * @param took  from the first request to the last answer
 */
record Pushed(List<BlobPush> blobs, Duration took) {

    Pushed {
        blobs = List.copyOf(blobs);
    }

    /** Bytes sent, the manifest aside. */
    long sent() {
        return blobs.stream().mapToLong(BlobPush::sent).sum();
    }

    /** How many layers, the configuration included, the repository had already. */
    long wereThere() {
        return blobs.stream().filter(BlobPush::wasThere).count();
    }
}
