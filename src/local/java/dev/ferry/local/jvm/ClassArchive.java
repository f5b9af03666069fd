package dev.ferry.local.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * What processes of one kind load, as the JVM keeps it (AppCDS): with it they start in about half the time. The first that
 * ends by itself leaves it to those after it. One of another JDK has another name; one that does not fit, as it is of other
 * libraries, the JVM passes over.
 */
public final class ClassArchive {
    private final Path file;
    private final Path ownClasses;
    private final Path javaHome;
    private final AtomicBoolean isWritten = new AtomicBoolean();

    /** How much a process loads of what any of its kind does. */
    public enum Share {
        /** It leaves an archive, and where it loads many more classes than there are in one, has that made anew. */
        ALL,
        /** It leaves an archive. */
        MOST,
        SOME
    }

    /**
     * @param folder     where it is kept
     * @param ownClasses where the local cloud's classes are, which change with a build: a jar, or a folder, whose classes
     *                   the JVM archives not
     */
    public ClassArchive(Path folder, Path ownClasses) {
        this(folder, ownClasses, ThisJvm.home());
    }

    ClassArchive(Path folder, Path ownClasses, Path javaHome) {
        this.file = folder.resolve("classes-" + Runtime.version() + ".jsa");
        this.ownClasses = ownClasses;
        this.javaHome = javaHome;
    }

    /**
     * The options of a process that starts from the archive, or if there is none, leaves it: the first such process, once.
     */
    public List<String> options(Share share) throws IOException {
        if (isCurrent()) {
            return counted(share, "-XX:SharedArchiveFile=" + file);
        }
        if (share != Share.SOME
                && Files.isWritable(file.getParent())
                && Files.isRegularFile(ownClasses)
                && hasClassesOfJdk()
                && isWritten.compareAndSet(false, true)) {
            LoadedClasses.forget(file);
            return counted(share, "-XX:ArchiveClassesAtExit=" + file);
        }
        return List.of();
    }

    /** An archive that came with an installation of somebody else stays as it is. */
    private List<String> counted(Share share, String option) {
        boolean compared = share == Share.ALL && Files.isWritable(file.getParent());
        return compared ? List.of(option, "-D" + LoadedClasses.ARCHIVE + "=" + file) : List.of(option);
    }

    /** One that is older was made with other classes of the local cloud. */
    private boolean isCurrent() throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(ownClasses)) >= 0;
    }

    /** The archive of the JDK's own, to which this one adds. A JDK that jlink cut down lacks it, and would refuse to start. */
    private boolean hasClassesOfJdk() {
        return Stream.of("lib", "bin") // the latter on Windows
                .anyMatch(folder -> Files.exists(javaHome.resolve(folder).resolve("server").resolve("classes.jsa")));
    }
}
