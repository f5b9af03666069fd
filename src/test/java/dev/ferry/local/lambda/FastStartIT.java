package dev.ferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.template.LambdaFunction;
import dev.ferry.testing.PackagedFunctions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the first run of {@code ./ferry} after a build leaves to later ones. */
@Isolated("builds what is missing")
class FastStartIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @Test
    @Tag("full")
    void functions_start_from_an_archive() throws Exception {
        ProcessBuilder demo = new ProcessBuilder("./ferry", "demo").redirectErrorStream(true);
        demo.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process ferry = demo.start();
        String said = said(ferry);
        assertThat(ferry.waitFor()).as(said).isZero();

        Path taskRoot = FunctionZip.unpack(TARGET.resolve("function.zip"), TARGET.resolve("local").resolve("function"));
        Artefact artefact = new JvmArtefact(taskRoot, true, TARGET.resolve("local").resolve("ferry-local.jar"));
        assertThat(classesLoaded(artefact, PackagedFunctions.template().functions()))
                .anyMatch(line -> line.contains(LambdaRuntime.class.getName() + " source: shared objects file (top)"));
    }

    /** A line each, with where it came from: the process has no event to handle, and ends. */
    private static List<String> classesLoaded(Artefact artefact, List<LambdaFunction> functions) throws IOException {
        List<String> command = new ArrayList<>(artefact.command(functions));
        command.add(command.indexOf("-cp"), "-Xlog:class+load");
        return said(new ProcessBuilder(command).directory(artefact.taskRoot().toFile()).start()).lines().toList();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
