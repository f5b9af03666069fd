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
     *
     * @param loadsAll whether it loads about all that any process of its kind does; another one leaves no archive
     */
    public List<String> options(boolean loadsAll) throws IOException {
        if (isCurrent()) {
            return List.of("-XX:SharedArchiveFile=" + file);
        }
        if (loadsAll && Files.isRegularFile(ownClasses) && hasClassesOfJdk() && isWritten.compareAndSet(false, true)) {
            return List.of("-XX:ArchiveClassesAtExit=" + file);
        }
        return List.of();
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
