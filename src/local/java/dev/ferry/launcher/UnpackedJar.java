package dev.ferry.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What is below {@code home/} in the jar, as files in the cache: a folder for each content, which is there whole or not. */
record UnpackedJar(Path jar, Path cache) {
    private static final String HOME = "home/";
    private static final int NAME_LENGTH = 16;

    /** @throws IOException if the cache cannot be written */
    Path home() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries = file.stream()
                    .filter(entry -> entry.getName().startsWith(HOME) && !entry.isDirectory())
                    .toList();
            Path home = cache.resolve(name(entries));
            if (Files.isDirectory(home)) {
                return home;
            }
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock onlyOne = channel.lock()) {
                if (!Files.isDirectory(home)) {
                    Path partial = Files.createTempDirectory(cache, "partial");
                    for (JarEntry entry : entries) {
                        unpack(file, entry, partial);
                    }
                    Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return home;
        }
    }

    /** By the checksums that the jar keeps of its entries, as to read them all would take longer than to start. */
    private static String name(List<JarEntry> entries) {
        StringBuilder listing = new StringBuilder();
        entries.forEach(entry -> listing.append(entry.getName())
                .append(' ')
                .append(entry.getSize())
                .append(' ')
                .append(entry.getCrc())
                .append('\n'));
        return Sha256.of(listing.toString().getBytes(StandardCharsets.UTF_8)).substring(0, NAME_LENGTH);
    }

    private static void unpack(JarFile file, JarEntry entry, Path folder) throws IOException {
        Path place = folder.resolve(entry.getName().substring(HOME.length())).normalize();
        if (!place.startsWith(folder)) {
            throw new IOException("an entry that leaves the jar: " + entry.getName());
        }
        Files.createDirectories(place.getParent());
        try (InputStream content = file.getInputStream(entry)) {
            Files.copy(content, place);
        }
    }
}
