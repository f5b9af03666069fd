package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.OciError;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.util.function.Supplier;

/** What OCI says of a layer that is asked for and not there, which is another thing than one that an image lacks. */
final class Blobs {
    private Blobs() {}

    static <T> T known(Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (EcrException refused) {
            if (refused.code() == ErrorCode.LAYERS_NOT_FOUND) {
                throw new DistributionException(OciError.BLOB_UNKNOWN, refused.getMessage());
            }
            throw refused;
        }
    }
}
