package dev.ferry.launcher;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where programs keep things of a user: by the XDG Base Directory Specification, and what macOS and Windows have in its place.
 *
 * @param cache what can be made again
 * @param data  what cannot
 */
record UserFolders(Path cache, Path data) {
    private static final String NAME = "ferry";

    static UserFolders ofThisMachine() {
        return of(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
    }

    static UserFolders of(String system, Path home, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            Path local = folder(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local")).resolve(NAME);
            return new UserFolders(local.resolve("cache"), local.resolve("data"));
        }
        boolean mac = name.startsWith("mac");
        Path cache = mac ? home.resolve("Library/Caches") : home.resolve(".cache");
        Path data = mac ? home.resolve("Library/Application Support") : home.resolve(".local/share");
        return new UserFolders(
                folder(environment, "XDG_CACHE_HOME", cache).resolve(NAME),
                folder(environment, "XDG_DATA_HOME", data).resolve(NAME));
    }

    /** What is not absolute is to be ignored, says the specification. */
    private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
        String told = environment.getOrDefault(variable, "");
        return !told.isEmpty() && Path.of(told).isAbsolute() ? Path.of(told) : otherwise;
    }
}
