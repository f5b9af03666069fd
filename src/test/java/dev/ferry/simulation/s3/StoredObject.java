package dev.ferry.simulation.s3;

import java.time.Instant;
import java.util.Map;

/**
 * An object in a simulated bucket.
 *
 * @param content never written to again, so that copies share it
 * @param etag without quotes
 * @param lastModified in whole seconds, as HTTP's dates are
 * @param contentType null when none was given
 * @param metadata the user's own
 */
public record StoredObject(
        byte[] content,
        String etag,
        Instant lastModified,
        String contentType,
        Map<String, String> metadata,
        Checksum checksum) {

    public StoredObject {
        metadata = Map.copyOf(metadata);
    }
}
