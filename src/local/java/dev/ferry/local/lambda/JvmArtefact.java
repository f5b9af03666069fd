package dev.ferry.local.lambda;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.ferry.local.jvm.ClassArchive;
import dev.ferry.local.jvm.ClassArchive.Share;
import dev.ferry.local.jvm.ThisJvm;
import dev.ferry.local.template.LambdaFunction;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM build: the function's classes and libraries, driven by {@link LambdaRuntime}. Its functions share an archive of the
 * classes that they load.
 */
final class JvmArtefact implements Artefact {
    private static final int LARGEST_HEAP_MEGABYTES = 256;
    /** Of a process that has many events in it, of up to 6 MB each. */
    private static final int LARGEST_SHARED_HEAP_MEGABYTES = 512;

    private static final String DIRECTIVES = "compiler-directives.json";

    private final boolean shared;
    private final Path taskRoot;
    private final Path runtime;
    private final ClassArchive archive;

    JvmArtefact(Path taskRoot, boolean shared) {
        this(taskRoot, shared, ThisJvm.ownClasses());
    }

    /** @param runtime where {@link LambdaRuntime} is: a jar, or a folder, of which no archive is made */
    JvmArtefact(Path taskRoot, boolean shared, Path runtime) {
        this.shared = shared;
        this.taskRoot = taskRoot;
        this.runtime = runtime;
        this.archive = new ClassArchive(taskRoot, runtime);
    }

    @Override
    public Path taskRoot() {
        return taskRoot;
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public List<String> command(List<LambdaFunction> functions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ThisJvm.java().toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(ThisJvm.LIGHT);
        command.addAll(compilers());
        command.add("-Xss512k");
        int memory = functions.stream().mapToInt(LambdaFunction::memoryMegabytes).max().orElseThrow();
        int largest = functions.size() > 1 ? LARGEST_SHARED_HEAP_MEGABYTES : LARGEST_HEAP_MEGABYTES;
        command.add("-Xmx" + Math.min(memory / 2, largest) + "m");
        command.add("-XX:+ExitOnOutOfMemoryError");
        // An archive of another build or JDK is passed over, in silence.
        command.add("-Xlog:disable");
        command.addAll(archive.options(share(functions)));
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                taskRoot.resolve(FunctionZip.CLASSES).toString(),
                taskRoot.resolve(FunctionZip.LIBRARIES).resolve("*").toString(),
                runtime.toString()));
        command.add(LambdaRuntime.class.getName());
        return command;
    }

    private Share share(List<LambdaFunction> functions) {
        if (shared) {
            return Share.ALL;
        }
        return functions.stream().anyMatch(LambdaFunction::isBehindHttp) ? Share.MOST : Share.SOME;
    }

    /**
     * What runs once an event is compiled after some dozens, not hundreds, which pays for itself within some hundred. The
     * second compiler takes more time than it gives back until some thousand events have been answered, but for the bytes of
     * a layer's piece, which are many times faster by it. That it will not take a method the first compiler learns only when it
     * hands it over, and until then has it count; so it hands over at once. A process of one function seldom sees some hundred
     * events, and compiles later, each method once.
     */
    private List<String> compilers() throws IOException {
        if (!shared) {
            return List.of("-XX:TieredStopAtLevel=1");
        }
        Path directives = taskRoot.resolve(DIRECTIVES);
        Path partial = Files.createTempFile(taskRoot, "partial", null);
        try (InputStream read = JvmArtefact.class.getResourceAsStream("/" + DIRECTIVES)) {
            Files.copy(read, partial, REPLACE_EXISTING);
        }
        Files.move(partial, directives, ATOMIC_MOVE);
        return List.of(
                "-XX:CompileThresholdScaling=0.3",
                "-XX:Tier4InvocationThreshold=1",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-DisplayVMOutput",
                "-XX:CompilerDirectivesFile=" + directives);
    }
}
