package dev.ferry.cli.demo;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Ferry's own function as an OCI image, laid out as on AWS's Java base image: the libraries, the classes, and a note of
 * the release, each a layer of its own, so that a release that changes little changes a small layer. The base image
 * itself would come over the network and is left out. The same input gives the same image, byte for byte.
 */
final class FerryImage {
    private static final String TASK_ROOT = "/var/task/";
    private static final String LIBRARIES = "lib/";
    private static final String BOOTSTRAP = "bootstrap";
    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    /** What jib names in the archive, which nobody reads. */
    private static final String REFERENCE = "ferry";

    private FerryImage() {}

    /**
     * @param functionZip the packaged function, of a JVM or a native build
     * @param release     what the note says, such as {@code 1.0}
     * @param folder      empty; holds the image's files afterwards, as long as it is used
     */
    static OciImage build(Path functionZip, String release, Path folder) throws IOException, InterruptedException {
        // The archive format asks for a file's owner, which an archive file system tells only when told to.
        try (FileSystem zip = FileSystems.newFileSystem(functionZip, Map.of("enablePosixFileAttributes", "true"))) {
            Path root = zip.getPath("/");
            boolean isNative = Files.exists(root.resolve(BOOTSTRAP));
            JibContainerBuilder image = Jib.fromScratch()
                    .setFileEntriesLayers(Stream.of(
                                    layer("libraries", root, name -> name.startsWith(LIBRARIES)),
                                    layer("function", root, name -> !name.startsWith(LIBRARIES)),
                                    note(release, folder))
                            .filter(layer -> !layer.getEntries().isEmpty())
                            .toList())
                    .setWorkingDirectory(AbsoluteUnixPath.get(TASK_ROOT))
                    .setEntrypoint(isNative ? TASK_ROOT + BOOTSTRAP : "/lambda-entrypoint.sh")
                    .setProgramArguments(HANDLER);
            return write(image, folder);
        }
    }

    /** An image of nothing but the note of the release, for when many are pushed. */
    static OciImage ofNote(String release, Path folder) throws IOException, InterruptedException {
        return write(Jib.fromScratch().setFileEntriesLayers(note(release, folder)), folder);
    }

    private static FileEntriesLayer note(String release, Path folder) throws IOException {
        Path note = Files.writeString(folder.resolve("release"), release + "\n");
        return FileEntriesLayer.builder()
                .setName("release")
                .addEntry(note, AbsoluteUnixPath.get(TASK_ROOT + "RELEASE"))
                .build();
    }

    private static OciImage write(JibContainerBuilder image, Path folder) throws IOException, InterruptedException {
        Path archive = folder.resolve("image.tar");
        try {
            image.setFormat(ImageFormat.OCI)
                    .containerize(Containerizer.to(TarImage.at(archive).named(REFERENCE))
                            .setOfflineMode(true)
                            .setToolName(REFERENCE)
                            .setBaseImageLayersCache(folder.resolve("base-cache"))
                            .setApplicationLayersCache(folder.resolve("layer-cache")));
        } catch (ExecutionException
                | RegistryException
                | CacheDirectoryCreationException
                | InvalidImageReferenceException e) {
            throw new IOException("cannot make an image in " + folder, e);
        }
        return OciImage.read(archive, folder.resolve("layout"));
    }

    /** The archive's files whose names are wanted, in the order of their names. */
    private static FileEntriesLayer layer(String name, Path root, Predicate<String> wanted) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String path = root.relativize(file).toString();
            if (wanted.test(path)) {
                FilePermissions permissions = path.equals(BOOTSTRAP)
                        ? FilePermissions.fromOctalString("755")
                        : FilePermissions.DEFAULT_FILE_PERMISSIONS;
                layer.addEntry(file, AbsoluteUnixPath.get(TASK_ROOT + path), permissions);
            }
        }
        return layer.build();
    }
}
