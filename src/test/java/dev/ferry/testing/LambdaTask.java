package dev.ferry.testing;

import dev.ferry.local.lambda.Artefact;
import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * {@code function.zip} unpacked as Lambda unpacks it, file by file, to be run by what AWS puts around it: for a JVM build
 * its own runtime client, which finds classes and {@code lib} in the working directory; a native build's executable is
 * run as it is.
 */
record LambdaTask(Path taskRoot) implements Artefact {
    private static final Path RUNTIME_CLIENT = Path.of("target", "local", "lib", "runtime").toAbsolutePath();
    private static final String RUNTIME_CLIENT_MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    static LambdaTask unpack(Path zip, Path folder) throws IOException {
        Path taskRoot = folder.toAbsolutePath();
        try (ZipFile source = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : source.stream().filter(entry -> !entry.isDirectory()).toList()) {
                Path file = taskRoot.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream content = source.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
        LambdaTask task = new LambdaTask(taskRoot);
        if (Files.exists(task.bootstrap()) && !task.bootstrap().toFile().setExecutable(true)) {
            throw new IOException("cannot make " + task.bootstrap() + " executable");
        }
        return task;
    }

    /** Removes what was unpacked; nothing runs in it any more. */
    void delete() {
        try (Stream<Path> walk = Files.walk(taskRoot)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path bootstrap() {
        return taskRoot.resolve("bootstrap");
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public List<String> command(List<LambdaFunction> functions) {
        if (Files.exists(bootstrap())) {
            return List.of(bootstrap().toString());
        }
        // Its runtimes stop at the first compiler and collect in one thread, too.
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-cp", RUNTIME_CLIENT + "/*",
                RUNTIME_CLIENT_MAIN, functions.get(0).handler());
    }
}
