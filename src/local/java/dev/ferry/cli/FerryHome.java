package dev.ferry.cli;

import java.nio.file.Path;

/** The checkout that {@code ./ferry} belongs to, wherever it is called from, or what {@code ferry.jar} was unpacked to. */
public final class FerryHome {
    /** Set by {@code ./ferry}; without it, the working directory is the checkout. */
    private static final String PROPERTY = "ferry.home";

    /** Set where there is no checkout that could keep the data. */
    private static final String DATA = "ferry.data";

    /** Set by the one file. */
    private static final String JAR = "ferry.jar";

    private static final String COMMAND = "ferry.command";

    private FerryHome() {}

    public static Path directory() {
        return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
    }

    static Path template() {
        return directory().resolve("template.yaml");
    }

    /** The one file. */
    static Path jar() {
        String told = System.getProperty(JAR);
        return told == null ? target().resolve("ferry.jar") : Path.of(told);
    }

    /** How a person calls it. */
    public static String command() {
        return System.getProperty(COMMAND, "./ferry");
    }

    /** Where a local cloud keeps its data unless it is told another place. */
    public static Path data() {
        String told = System.getProperty(DATA);
        return told == null ? target().resolve("ferry-data") : Path.of(told);
    }

    /** What the build made. */
    static Path target() {
        return directory().resolve("target");
    }
}
