package dev.ferry.local.uploads;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A body, read in pieces of one size but for the last. */
final class LayerPieces {
    private final InputStream body;
    private final OptionalLong announced;
    private final int size;
    private long read;

    /**
     * @param announced how long the body is, in bytes, if the client said so
     * @param size      of a piece, in bytes
     */
    LayerPieces(InputStream body, OptionalLong announced, int size) {
        this.body = body;
        this.announced = announced;
        this.size = size;
    }

    /**
     * The next piece, or nothing behind the last one.
     *
     * @throws IOException if the client broke off; the server itself takes that for the end of a body
     */
    byte[] next() throws IOException {
        byte[] piece = body.readNBytes(size);
        read += piece.length;
        if (piece.length < size && announced.isPresent() && read < announced.getAsLong()) {
            throw new EOFException("the client broke off after " + read + " of " + announced.getAsLong() + " bytes");
        }
        return piece;
    }
}
