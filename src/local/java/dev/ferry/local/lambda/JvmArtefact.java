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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM build: the function's classes and libraries, driven by {@link LambdaRuntime}. Each function has an archive of the
 * classes that it loads (AppCDS), which halves its start.
 *
 * @param training whether a process is to write its function's archive when it ends, rather than to read it
 */
record JvmArtefact(Path taskRoot, List<Path> classPath, boolean training)
        implements Artefact {
    private static final int LARGEST_HEAP_MEGABYTES = 256;

    JvmArtefact {
        classPath = List.copyOf(classPath);
    }

    static JvmArtefact of(Path taskRoot, boolean training) throws IOException {
        List<Path> classPath = new ArrayList<>();
        classPath.add(taskRoot.resolve(FunctionZip.CLASSES));
        try (Stream<Path> libraries = Files.list(taskRoot.resolve(FunctionZip.LIBRARIES))) {
            libraries.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(classPath::add);
        }
        classPath.add(ownClasses());
        return new JvmArtefact(taskRoot, classPath, training);
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
        Path archive = taskRoot.resolve(function.logicalId() + "-" + Runtime.version() + ".jsa");
        if (training) {
            command.add("-XX:ArchiveClassesAtExit=" + archive);
        } else if (Files.exists(archive)) {
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
