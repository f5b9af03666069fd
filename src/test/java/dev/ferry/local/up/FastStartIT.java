package dev.ferry.local.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ferry} does once after a build, on the packaged functions. */
class TrainingRunIT {
    private static final String SUFFIX = "-" + Runtime.version() + ".jsa";
    private static final Path LIBRARIES = Path.of("target", "local", "lib");

    @TempDir
    Path home;

    @Test
    void every_function_has_an_archive_to_start_from() throws Exception {
        link("template.yaml");
        link("target/function.zip");
        link("target/local/lib");
        Process training = FerryProcess.start(TrainingRun.class, List.of("-Dferry.home=" + home));
        String errors;
        try {
            errors = new String(training.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(training.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            training.destroyForcibly();
            Files.delete(home.resolve(LIBRARIES)); // or the build's own would be deleted with the folder
        }

        assertThat(training.exitValue()).as(errors).isZero();
        assertThat(archives()).containsExactlyInAnyOrderElementsOf(functions());
    }

    private static List<String> functions() {
        TemplateParameters parameters =
                new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of());
        return TemplateReader.read(Path.of("template.yaml"), parameters).functions().stream()
                .map(LambdaFunction::logicalId)
                .toList();
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("target").resolve("local").resolve("function"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .toList();
        }
    }

    private void link(String file) throws IOException {
        Path link = home.resolve(file);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(file).toAbsolutePath());
    }
}
