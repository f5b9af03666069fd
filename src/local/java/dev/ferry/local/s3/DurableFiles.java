package dev.ferry.local.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * File operations after which a kill of this process finds either all of the change or none. So does a loss of power where
 * {@link #FORCE} is set: else the operating system writes to the disk when it likes, which makes a layer several times faster.
 */
public final class DurableFiles {
    /** The system property that has everything forced to the disk; read when the first file is written. */
    public static final String FORCE = "ferry.fsync";

    private static final boolean FORCED = Boolean.getBoolean(FORCE);

    private DurableFiles() {}

    /** Writes the content beside its place; {@link #publish} then moves it there. */
    public static void write(Path temporary, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeFully(channel, content, content.length);
            force(channel);
        }
    }

    /** Puts a file in its place, where it replaces what was there, in one step. */
    public static void publish(Path temporary, Path place) throws IOException {
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forces a file's content to disk. */
    static void force(FileChannel channel) throws IOException {
        if (FORCED) {
            channel.force(true);
        }
    }

    /** Forces the names in a directory to disk. */
    public static void forceDirectory(Path directory) throws IOException {
        if (!FORCED) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void writeFully(FileChannel channel, byte[] bytes, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    public static void deleteTree(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
