package dev.ferry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The classes of Ferry without the tests', loaded once for all tests and not initialized. */
public final class MainClasses {
    private static final Path ROOT = Path.of("target", "classes");

    public static final List<Class<?>> ALL = load();

    private MainClasses() {}

    private static List<Class<?>> load() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(MainClasses::name)
                    .filter(name -> !name.endsWith("-info"))
                    .<Class<?>>map(MainClasses::load)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String name(Path file) {
        String path = ROOT.relativize(file).toString();
        return path.substring(0, path.length() - ".class".length()).replace('/', '.');
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, MainClasses.class.getClassLoader());
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
