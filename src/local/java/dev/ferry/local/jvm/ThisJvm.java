package dev.ferry.local.jvm;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** What this process runs on, for processes that it starts. */
public final class ThisJvm {
    /**
     * Of a process that needs little for long. What is new has a third of the heap else, which is large on a large machine, and
     * takes all of it before garbage is first collected; it is collected, too, when classes take more room than here. The JVM
     * does not count twenty times a second what {@code jstat} would show.
     */
    public static final List<String> LIGHT = List.of("-Xmn24m", "-XX:MetaspaceSize=80m", "-XX:-UsePerfData");

    private ThisJvm() {}

    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The program {@code java}. */
    public static Path java() {
        return home().resolve("bin").resolve("java");
    }

    /** Where the classes of the local cloud are: a jar, or a folder in a build. */
    public static Path ownClasses() {
        try {
            return Path.of(ThisJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an entry that is no file", e);
        }
    }
}
