package dev.ferry.local.uploads;

import dev.ferry.local.http.BodyBuffer;
import dev.ferry.local.http.BodyMemory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.OptionalLong;

/** A body, read in pieces of one size but for the last; one is held at a time. */
final class LayerPieces implements AutoCloseable {
    private final PushbackInputStream body;
    private final OptionalLong announced;
    private final int size;
    private final BodyMemory memory;
    private long read;
    private BodyBuffer current;

    /** @param last whether nothing follows it */
    record Piece(byte[] bytes, boolean last) {}

    /**
     * @param announced how long the body is, in bytes, if the client said so
     * @param size      of a piece, in bytes
     */
    LayerPieces(InputStream body, OptionalLong announced, int size, BodyMemory memory) {
        this.body = new PushbackInputStream(body);
        this.announced = announced;
        this.size = size;
        this.memory = memory;
    }

    /**
     * The next piece, which may be empty only if it is the first and the last; the one before is done with.
     *
     * @throws IOException if the client broke off; the server itself takes that for the end of a body
     */
    Piece next() throws IOException {
        close();
        current = memory.buffer(size);
        read += current.fill(body);
        boolean last = isLast(); // before it takes memory, as the client may have it wait
        return new Piece(current.bytes(), last);
    }

    private boolean isLast() throws IOException {
        int following = body.read();
        if (following >= 0) {
            body.unread(following);
            return false;
        }
        if (announced.isPresent() && read < announced.getAsLong()) {
            throw new EOFException("the client broke off after " + read + " of " + announced.getAsLong() + " bytes");
        }
        return true;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
    }
}
