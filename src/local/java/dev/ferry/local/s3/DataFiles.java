package dev.ferry.local.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The directory of a bucket that holds content. A file gets a fresh id, is written once, belongs to one object or part,
 * and is never changed; the metadata of objects and parts say which files are in use.
 */
final class DataFiles {
    /** Bytes moved at a time: large enough that system calls don't count, small enough for many requests at once. */
    static final int BUFFER_SIZE = 128 * 1024;

    private final Path directory;

    DataFiles(Path directory) {
        this.directory = directory;
    }

    /** What fills a new file. */
    interface Source<T> {
        T writeTo(FileChannel target) throws IOException;
    }

    /** What was written, and what its source had to say of it. */
    record Written<T>(Content content, T result) {}

    /** Makes a file of what the source writes; when the source fails there is no file. */
    <T> Written<T> write(Source<T> source) throws IOException {
        String id = freshId();
        boolean complete = false;
        try (FileChannel channel =
                FileChannel.open(path(id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            T result = source.writeTo(channel);
            // The file systems in use make the name of a new file durable along with its content.
            DurableFiles.force(channel);
            complete = true;
            return new Written<>(Content.of(this, new Segment(id, 0, channel.position())), result);
        } finally {
            if (!complete) {
                delete(id);
            }
        }
    }

    /** A segment of these or another bucket's files, here: a hard link where the file system has them, else a copy. */
    Segment link(DataFiles owner, Segment source) throws IOException {
        String id = freshId();
        Path original = owner.path(source.fileId());
        try {
            Files.createLink(path(id), original);
            return new Segment(id, source.offset(), source.length());
        } catch (FileSystemException | UnsupportedOperationException refused) {
            // Some file systems have no hard links, and a file has no more than some number of them.
            return write(target -> copy(original, source, target)).content().segments().get(0);
        }
    }

    private static long copy(Path original, Segment source, FileChannel target) throws IOException {
        try (FileChannel from = FileChannel.open(original, StandardOpenOption.READ)) {
            long copied = 0;
            while (copied < source.length()) {
                long count = from.transferTo(source.offset() + copied, source.length() - copied, target);
                if (count == 0) {
                    throw shorterThanItsMetadata(source);
                }
                copied += count;
            }
            return copied;
        }
    }

    void forceDirectory() throws IOException {
        DurableFiles.forceDirectory(directory);
    }

    void read(Segment segment, OutputStream target, byte[] buffer) throws IOException {
        try (FileChannel channel = FileChannel.open(path(segment.fileId()), StandardOpenOption.READ)) {
            long position = segment.offset();
            long end = position + segment.length();
            while (position < end) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, end - position));
                int count = channel.read(bytes, position);
                if (count < 0) {
                    throw shorterThanItsMetadata(segment);
                }
                target.write(buffer, 0, count);
                position += count;
            }
        }
    }

    private static IOException shorterThanItsMetadata(Segment segment) {
        return new IOException("The data file " + segment.fileId() + " is shorter than its metadata says");
    }

    void delete(String id) {
        try {
            Files.deleteIfExists(path(id));
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    Set<String> ids() {
        return DurableFiles.list(directory).stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
    }

    private Path path(String id) {
        return directory.resolve(id);
    }

    private static String freshId() {
        return UUID.randomUUID().toString();
    }
}
