package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Trigger;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM build: the function's classes and libraries, driven by {@link LambdaRuntime}. All functions have one class path
 * in one order, so that they share one archive of loaded classes (AppCDS), which halves their start.
 *
 * @param archive the file of the archive, which need not be there
 * @param trained the function whose process is to write the archive when it ends
 */
record JvmArtefact(Path taskRoot, List<Path> classPath, Path archive, Optional<String> trained)
        implements Artefact {
    private static final int LARGEST_HEAP_MEGABYTES = 256;

    JvmArtefact {
        classPath = List.copyOf(classPath);
    }

    static JvmArtefact of(Path taskRoot, Optional<String> trained) throws IOException {
        List<Path> classPath = new ArrayList<>();
        classPath.add(taskRoot.resolve(FunctionZip.CLASSES));
        try (Stream<Path> libraries = Files.list(taskRoot.resolve(FunctionZip.LIBRARIES))) {
            libraries.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(classPath::add);
        }
        classPath.add(ownClasses());
        Path archive = taskRoot.resolve("classes-" + Runtime.version() + ".jsa");
        return new JvmArtefact(taskRoot, classPath, archive, trained);
    }

    @Override
    public List<String> command(LambdaFunction function) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        if (!hashesLayers(function)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.add("-Xss512k");
        command.add("-Xmx" + Math.min(function.memoryMegabytes() / 2, LARGEST_HEAP_MEGABYTES) + "m");
        command.add("-XX:+ExitOnOutOfMemoryError");
        // An archive of another build or JDK is passed over, in silence.
        command.add("-Xlog:disable");
        if (trained.equals(Optional.of(function.logicalId()))) {
            command.add("-XX:ArchiveClassesAtExit=" + archive);
        } else if (trained.isEmpty() && Files.exists(archive)) {
            command.add("-XX:SharedArchiveFile=" + archive);
        }
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(LambdaRuntime.class.getName());
        return command;
    }

    /** Layers come over HTTP alone. The first compiler starts sooner; the second hashes a layer 13 times faster. */
    private static boolean hashesLayers(LambdaFunction function) {
        return function.triggers().stream().anyMatch(Trigger.HttpRoute.class::isInstance);
    }

    private static Path ownClasses() {
        try {
            return Path.of(LambdaRuntime.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
