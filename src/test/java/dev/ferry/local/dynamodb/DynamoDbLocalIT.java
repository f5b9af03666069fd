package dev.ferry.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DynamoDB Local as a packaged cloud starts it. */
class DynamoDbLocalIT {
    private static final Path LOCAL = Path.of("target", "local").toAbsolutePath();

    @TempDir
    Path data;

    @Test
    @Tag("full")
    void starts_from_an_archive_that_an_earlier_one_left() throws Exception {
        run(java()); // which leaves one, if there is none

        ProcessBuilder java = java();
        java.command().add(java.command().indexOf("-Xlog:disable") + 1, "-Xlog:class+load:stdout");

        assertThat(run(java).lines())
                .anyMatch(line -> line.contains("org.eclipse.jetty.server.Server source: shared objects file (top)"))
                .anyMatch(line -> line.contains(DynamoDbLocalLauncher.class.getName() + " source: shared objects file (top)"));
    }

    @Test
    @Tag("full")
    void an_archive_that_lacks_much_of_what_it_loads_passes_for_an_old_one() throws Exception {
        Path archive = Files.createFile(data.resolve("classes.jsa"));
        ProcessBuilder java = java();
        java.command().add(java.command().indexOf(DynamoDbLocalLauncher.class.getName()), "-Dclass-archive=" + archive);

        run(java); // counts
        Path count = data.resolve("classes.jsa.count");
        assertThat(Long.parseLong(Files.readString(count))).isGreaterThan(1000);
        run(java);
        assertThat(Files.getLastModifiedTime(archive).toMillis()).isPositive();

        Files.writeString(count, "1000");
        run(java);
        assertThat(Files.getLastModifiedTime(archive).toMillis()).isZero();
    }

    private ProcessBuilder java() throws IOException {
        return DynamoDbLocal.java(LOCAL.resolve("lib").resolve("dynamodb"), data, LOCAL.resolve("ferry-local.jar"));
    }

    /** Until the server has begun, which then finds that nobody is there. */
    private static String run(ProcessBuilder java) throws IOException, InterruptedException {
        Process server = java.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        server.getOutputStream().close();
        String said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(server.waitFor()).as(said).isZero();
        assertThat(said).contains(new PipeMessage(PipeMessage.Kind.READY, "").line());
        return said;
    }
}
