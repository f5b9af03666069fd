package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.OciError;
import dev.ferry.registry.LayersNotFoundException;
import java.util.function.Supplier;

/** What OCI says of a layer that is asked for and not there, which is another thing than one that an image lacks. */
final class Blobs {
    private Blobs() {}

    static <T> T known(Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (LayersNotFoundException missing) {
            throw new DistributionException(OciError.BLOB_UNKNOWN, missing.getMessage());
        }
    }
}
