package dev.ferry.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * DynamoDB Local, whose licence lets nobody pass it on: each user gets it from where its makers put it. The jar has the
 * SHA-256 of each of its files, under its path in a Maven repository, as {@code dynamodb/<path>.sha256}.
 */
final class DynamoDbLibraries {
    private static final String CHECKSUMS = "dynamodb/";
    private static final String CHECKSUM = ".sha256";

    /** SHA-256 by the path in a repository. */
    private final Map<String, String> checksums;
    private final Optional<Path> localRepository;
    private final MavenRepository repository;

    DynamoDbLibraries(Map<String, String> checksums, Optional<Path> localRepository, MavenRepository repository) {
        this.checksums = new TreeMap<>(checksums);
        this.localRepository = localRepository;
        this.repository = repository;
    }

    static DynamoDbLibraries ofThisUser(Path jar) throws IOException {
        String local = System.getProperty("maven.repo.local");
        Path repository = local == null ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(local);
        return new DynamoDbLibraries(checksumsIn(jar), Optional.of(repository), MavenRepository.of(System.getenv()));
    }

    private static Map<String, String> checksumsIn(Path jar) throws IOException {
        Map<String, String> checksums = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Enumeration<JarEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.startsWith(CHECKSUMS) && name.endsWith(CHECKSUM)) {
                    String path = name.substring(CHECKSUMS.length(), name.length() - CHECKSUM.length());
                    byte[] content = file.getInputStream(entry).readAllBytes();
                    checksums.put(path, new String(content, StandardCharsets.US_ASCII).strip());
                }
            }
        }
        return checksums;
    }

    /**
     * Has all files in this folder when it returns. What was fetched before a run was cut off is not fetched again.
     *
     * @throws IOException if one cannot be had, or is not the one that Ferry was tested with
     */
    void fetchInto(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        Files.createDirectories(partial);
        try (FileChannel channel = FileChannel.open(
                        folder.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock onlyOne = channel.lock()) {
            if (Files.isDirectory(folder)) {
                return;
            }
            List<String> missing = new ArrayList<>();
            for (String path : checksums.keySet()) {
                if (!isThere(partial, path) && !isCopiedFromHere(path, partial)) {
                    missing.add(path);
                }
            }
            Progress progress = new Progress("DynamoDB Local from " + repository, missing.size());
            for (String path : missing) {
                progress.fetched(write(partial, path, repository.get(path)));
            }
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private boolean isThere(Path partial, String path) throws IOException {
        Path file = partial.resolve(fileName(path));
        return Files.exists(file) && Sha256.of(Files.readAllBytes(file)).equals(checksums.get(path));
    }

    private boolean isCopiedFromHere(String path, Path partial) throws IOException {
        Optional<Path> here = localRepository.map(local -> local.resolve(path)).filter(Files::isRegularFile);
        if (here.isEmpty()) {
            return false;
        }
        Files.copy(here.get(), partial.resolve(fileName(path)), StandardCopyOption.REPLACE_EXISTING);
        return isThere(partial, path);
    }

    private int write(Path folder, String path, byte[] content) throws IOException {
        String checksum = Sha256.of(content);
        if (!checksum.equals(checksums.get(path))) {
            throw new IOException(path + " from " + repository + " is not what it should be: its SHA-256 is " + checksum
                    + ", not " + checksums.get(path));
        }
        Files.write(folder.resolve(fileName(path)), content);
        return content.length;
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
