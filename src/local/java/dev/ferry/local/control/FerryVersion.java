package dev.ferry.local.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version that this was built as, which the build leaves beside the classes. */
public final class FerryVersion {
    private static final String FILE = "/ferry-version.txt";

    private FerryVersion() {}

    public static String current() {
        try (InputStream file = FerryVersion.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the build has no " + FILE, e);
        }
    }
}
