package dev.ferry.cli.demo;

import java.time.Duration;

/**
 * How a layer, or the configuration, got into a repository.
 *
 * @param parts how many requests carried it; none if the repository had it already
 * @param took  from the first request to the last answer
 */
record BlobPush(Blob blob, int parts, Duration took) {

    boolean wasThere() {
        return parts == 0;
    }

    /** Bytes sent. */
    long sent() {
        return wasThere() ? 0 : blob.size();
    }
}
