package dev.ferry.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The packaged function, {@code function.zip}, which is unpacked once for what it contains: a new build gets a folder of
 * its own. Its classes are packed into a jar, as the JVM's class data archive takes nothing from folders.
 */
final class FunctionZip {
    static final String CLASSES = "function.jar";
    static final String LIBRARIES = "lib";
    static final String BOOTSTRAP = "bootstrap";
    private static final FileTime TIME = FileTime.fromMillis(0);

    private FunctionZip() {}

    /**
     * @param folder where unpacked artefacts are kept, a folder each; may be shared by processes
     * @return the folder that has {@value #BOOTSTRAP}, or {@value #CLASSES} and {@value #LIBRARIES}
     */
    static Path unpack(Path zip, Path folder) throws IOException {
        Path unpacked = folder.resolve(digest(zip).substring(0, 16));
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        Files.createDirectories(folder);
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.isDirectory(unpacked)) {
                Path partial = Files.createTempDirectory(folder, "partial");
                extract(zip, partial);
                removeOthers(folder, partial);
                Files.move(partial, unpacked);
            }
            return unpacked;
        }
    }

    /** Older builds: nobody starts them again, and a process that still runs one has its files open. */
    private static void removeOthers(Path folder, Path kept) throws IOException {
        List<Path> others;
        try (Stream<Path> entries = Files.list(folder)) {
            others = entries.filter(Files::isDirectory).filter(entry -> !entry.equals(kept)).toList();
        }
        for (Path other : others) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(other)) {
                files = walk.sorted((a, b) -> b.compareTo(a)).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void extract(Path zip, Path target) throws IOException {
        Files.createDirectories(target.resolve(LIBRARIES));
        try (ZipFile source = new ZipFile(zip.toFile());
                OutputStream file = Files.newOutputStream(target.resolve(CLASSES));
                ZipOutputStream classes = new ZipOutputStream(file)) {
            Enumeration<? extends ZipEntry> entries = source.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.isDirectory()) {
                    continue;
                }
                try (InputStream content = source.getInputStream(entry)) {
                    if (entry.getName().startsWith(LIBRARIES + "/") || entry.getName().equals(BOOTSTRAP)) {
                        copy(content, entry.getName(), target);
                    } else {
                        classes.putNextEntry(new ZipEntry(entry.getName()).setLastModifiedTime(TIME));
                        content.transferTo(classes);
                        classes.closeEntry();
                    }
                }
            }
        }
        Path bootstrap = target.resolve(BOOTSTRAP);
        if (Files.exists(bootstrap) && !bootstrap.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + bootstrap + " executable");
        }
    }

    private static void copy(InputStream content, String name, Path target) throws IOException {
        Path file = target.resolve(name).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("an entry that leaves the archive: " + name);
        }
        Files.createDirectories(file.getParent());
        Files.copy(content, file);
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
