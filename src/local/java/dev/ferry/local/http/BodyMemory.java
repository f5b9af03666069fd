package dev.ferry.local.http;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * The memory that the bodies of all requests share, however many there are. A body takes of it what it has sent; the little
 * that most requests have is not counted. Where none is left, what comes is put on disk until all of it is there, so that
 * clients that stall take nothing from the others but a file.
 */
public final class BodyMemory {
    /** {@code ./ferry} has 256 MB of heap. Of a layer two parts are held, of which one is sent and one is read. */
    private static final int BYTES = 48 * 1024 * 1024;

    /** Had by what comes back from disk, and only while it is being answered. */
    private static final int FOR_DISK = 16 * 1024 * 1024;

    private final Path folder;
    private final Semaphore free;
    private final Semaphore forDisk = new Semaphore(FOR_DISK, true);

    /** @param folder for what finds no memory; what is put there goes when it is answered */
    public BodyMemory(Path folder) {
        this(folder, BYTES);
    }

    /** @param bytes that bodies have together while they come */
    public BodyMemory(Path folder, int bytes) {
        this.folder = folder;
        this.free = new Semaphore(bytes);
    }

    /** For what cannot be kept elsewhere. */
    public static BodyMemory withTemporaryFiles() {
        return new BodyMemory(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Room for one body, or for a piece of it.
     *
     * @param limit how much of it is wanted, in bytes; at most 16 MiB
     */
    public BodyBuffer buffer(int limit) {
        if (limit > FOR_DISK) {
            throw new IllegalArgumentException(limit + " bytes are more than " + FOR_DISK);
        }
        return new BodyBuffer(limit, this);
    }

    boolean take(int bytes) {
        return free.tryAcquire(bytes);
    }

    void give(int bytes) {
        free.release(bytes);
    }

    /** Waits until others that came back from disk are answered. */
    void takeForDisk(int bytes) {
        forDisk.acquireUninterruptibly(bytes);
    }

    void giveForDisk(int bytes) {
        forDisk.release(bytes);
    }

    Path folder() {
        return folder;
    }
}
