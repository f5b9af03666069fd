package dev.ferry.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Regions that a data directory has data of, in a file, one a line. */
final class ProvisionedRegions {
    private final Path file;

    ProvisionedRegions(Path dataDirectory) {
        this.file = dataDirectory.resolve("regions");
    }

    synchronized SortedSet<String> all() {
        try {
            return new TreeSet<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    synchronized void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    synchronized void add(String region) {
        SortedSet<String> regions = all();
        if (regions.add(region)) {
            try {
                DurableText.replace(file, List.copyOf(regions));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }
}
