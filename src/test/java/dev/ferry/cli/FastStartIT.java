package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.template.LambdaFunction;
import dev.ferry.testing.PackagedFunctions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code ./ferry} does once after a build, whatever it is called for. */
@Isolated("builds what is missing")
class FastStartIT {
    private static final Path FUNCTIONS = Path.of("target", "local", "function");
    private static final String SUFFIX = "-" + Runtime.version() + ".jsa";

    @Test
    @Tag("full")
    void every_function_has_an_archive_to_start_from() throws Exception {
        ProcessBuilder command = new ProcessBuilder("./ferry", "help").redirectErrorStream(true);
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process ferry = command.start();
        String said = new String(ferry.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(ferry.waitFor()).as(said).isZero();
        assertThat(archives()).as(said).containsExactlyInAnyOrderElementsOf(functions());
    }

    private static List<String> functions() {
        return PackagedFunctions.template().functions().stream().map(LambdaFunction::logicalId).toList();
    }

    private static List<String> archives() throws IOException {
        try (Stream<Path> files = Files.walk(FUNCTIONS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .toList();
        }
    }
}
