package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceFilesTest {
    private static final int MOST_LINES = 300;

    /** A class that is longer has more than one idea. */
    @Test
    void no_class_takes_more_than_three_hundred_lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".java")).toList();

            assertThat(classes).hasSizeGreaterThan(500).allSatisfy(file ->
                    assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(MOST_LINES));
        }
    }
}
