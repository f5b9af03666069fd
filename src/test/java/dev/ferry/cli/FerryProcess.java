package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./ferry} as a person runs it: a process of its own. */
final class FerryProcess {

    /** What ./ferry runs; target/ferry-functions.jar, which its manifest names, is not there before packaging. */
    private static final String CLASS_PATH =
            String.join(File.pathSeparator, "target/classes", "target/local/ferry-cli.jar");

    private FerryProcess() {}

    static Process start(Path home, String... arguments) throws IOException {
        return start(List.of("-Dferry.home=" + home), arguments);
    }

    /** @param options of the JVM */
    static Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", CLASS_PATH, Ferry.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    /** What a process says that ends because it cannot do what it is asked for. */
    static List<String> refusal(Process ferry) throws IOException, InterruptedException {
        try (BufferedReader errors = ferry.errorReader(StandardCharsets.UTF_8)) {
            List<String> lines = errors.lines().toList();
            assertThat(ferry.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ferry.exitValue()).isEqualTo(1);
            return lines;
        }
    }
}
