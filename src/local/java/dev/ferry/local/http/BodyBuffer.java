package dev.ferry.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What was read of a body: in memory as long as there is some, then in a file. */
public final class BodyBuffer implements AutoCloseable {
    /** What a body has for itself: one of few bytes, or that comes slowly, takes nothing from the others. */
    static final int UNCOUNTED = 16 * 1024;

    /** By which a body's memory grows, so that little is copied. */
    private static final int GROWTH = 8;

    private final int limit;
    private final BodyMemory memory;
    private byte[] bytes;
    /** How many of them are there. */
    private int length;
    private int counted;
    /** Has all that came before what is in {@link #bytes}, once memory was short. */
    private FileChannel file;
    private int inFile;
    private int readBack;

    BodyBuffer(int limit, BodyMemory memory) {
        this.limit = limit;
        this.memory = memory;
        this.bytes = new byte[Math.min(UNCOUNTED, limit)];
    }

    /**
     * Reads as much as is wanted, or to the end.
     *
     * @return how many bytes there are
     */
    public int fill(InputStream body) throws IOException {
        while (inFile + length < limit) {
            if (length == bytes.length && (file != null || !grow())) {
                spill();
            }
            int read = body.read(bytes, length, Math.min(bytes.length - length, limit - inFile - length));
            if (read < 0) {
                break;
            }
            length += read;
        }
        return inFile + length;
    }

    private boolean grow() {
        int size = (int) Math.min(limit, (long) bytes.length * GROWTH);
        if (!memory.take(size - bytes.length)) {
            return false;
        }
        counted += size - bytes.length;
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private void spill() {
        try {
            if (file == null) {
                Path unnamed = Files.createTempFile(memory.folder(), "body", null);
                file = FileChannel.open(unnamed, StandardOpenOption.READ, StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            }
            ByteBuffer all = ByteBuffer.wrap(bytes, 0, length);
            while (all.hasRemaining()) {
                file.write(all);
            }
        } catch (IOException e) { // of this machine's, which is not to be taken for the client's
            throw new UncheckedIOException("a body finds neither memory nor disk", e);
        }
        inFile += length;
        length = 0;
        giveMemory();
        bytes = new byte[Math.min(UNCOUNTED, limit)];
    }

    /** All of it, which may have to wait for memory; it is there until this is closed. */
    public byte[] bytes() {
        if (file == null) {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
        memory.takeForDisk(inFile + length);
        readBack = inFile + length;
        ByteBuffer all = ByteBuffer.allocate(readBack);
        all.limit(inFile);
        try {
            while (all.hasRemaining() && file.read(all, all.position()) >= 0) {
                continue;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a body cannot be read again", e);
        }
        return all.limit(readBack).position(inFile).put(bytes, 0, length).array();
    }

    /**
     * Forgets what was read, to be filled again.
     *
     * @return false if some of it is in a file: then this has to be closed
     */
    public boolean clear() {
        if (file != null) {
            return false;
        }
        length = 0;
        return true;
    }

    private void giveMemory() {
        memory.give(counted);
        counted = 0;
    }

    @Override
    public void close() {
        giveMemory();
        memory.giveForDisk(readBack);
        readBack = 0;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a body's file cannot be closed", e);
        }
    }
}
