package dev.ferry.local.jvm;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * How many classes a process has loaded by its end, beside how many the one had that left the archive. That may have ended
 * before it had much to do, and those after it would start slowly until the next build. So who loads many more has the
 * archive pass for an old one, and the next process leaves another.
 */
public final class LoadedClasses {
    /** The system property that names the archive; not of {@code ferry.}, of which functions refuse what they do not know. */
    static final String ARCHIVE = "class-archive";

    private static final double MANY_MORE = 1.2;

    private LoadedClasses() {}

    /** Compares when this process ends. */
    public static void compareAtEnd() {
        String archive = System.getProperty(ARCHIVE);
        if (archive != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> compare(Path.of(archive)), "loaded-classes"));
        }
    }

    private static void compare(Path archive) {
        try {
            compare(archive, ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void compare(Path archive, long loaded) throws IOException {
        Path count = count(archive);
        if (!Files.exists(count)) {
            Path partial = Files.createTempFile(archive.getParent(), "count", null);
            Files.move(Files.writeString(partial, Long.toString(loaded)), count, ATOMIC_MOVE);
        } else if (loaded > MANY_MORE * Long.parseLong(Files.readString(count))) {
            Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
        }
    }

    /** The next to be compared leaves the archive, and is what others are compared with. */
    static void forget(Path archive) throws IOException {
        Files.deleteIfExists(count(archive));
    }

    private static Path count(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".count");
    }
}
