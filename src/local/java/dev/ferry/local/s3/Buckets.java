package dev.ferry.local.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All buckets: a directory with one directory for each, which one process uses at a time. */
final class Buckets implements AutoCloseable {
    private final Path directory;
    private final FileChannel lockFile;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** @throws IllegalStateException when another server uses the directory, or when it is damaged */
    Buckets(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.lockFile = lock(directory.resolve(".lock"));
        boolean opened = false;
        try {
            for (Path entry : DurableFiles.list(directory)) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry) && Bucket.isValidName(name)) {
                    buckets.put(name, new Bucket(entry));
                }
            }
            opened = true;
        } finally {
            if (!opened) {
                lockFile.close();
            }
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel)) {
            return channel;
        }
        channel.close();
        throw new IllegalStateException("Another S3 server uses " + file.getParent() + "; stop it first");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** Makes the bucket if there is none of this name. */
    synchronized void create(String name) throws IOException {
        if (!Bucket.isValidName(name)) {
            throw new S3Exception(S3Error.INVALID_BUCKET_NAME);
        }
        if (!buckets.containsKey(name)) {
            buckets.put(name, new Bucket(directory.resolve(name)));
            DurableFiles.forceDirectory(directory);
        }
    }

    synchronized void clear() throws IOException {
        for (String name : List.copyOf(buckets.keySet())) {
            DurableFiles.deleteTree(directory.resolve(name));
            buckets.remove(name);
        }
    }

    Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new S3Exception(S3Error.NO_SUCH_BUCKET);
        }
        return bucket;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
