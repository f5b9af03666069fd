package dev.ferry.local.uploads;

import java.io.IOException;
import java.net.URI;

/** A way to put some bytes behind others where a presigned URL says. */
@FunctionalInterface
public interface PresignedPut {

    /**
     * @return the store's status
     * @throws IOException if there was no answer
     */
    int put(URI url, byte[] first, byte[] second) throws IOException;
}
