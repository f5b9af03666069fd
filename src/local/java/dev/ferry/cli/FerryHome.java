package dev.ferry.cli;

import java.nio.file.Path;

/** The checkout that {@code ./ferry} belongs to, wherever it is called from. */
public final class FerryHome {
    /** Set by {@code ./ferry}; without it, the working directory is the checkout. */
    private static final String PROPERTY = "ferry.home";

    private FerryHome() {}

    public static Path directory() {
        return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
    }

    static Path template() {
        return directory().resolve("template.yaml");
    }

    /** What the build made. */
    static Path target() {
        return directory().resolve("target");
    }
}
