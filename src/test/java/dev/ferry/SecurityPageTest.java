package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code SECURITY.md} promises nothing by a test that is not there. */
class SecurityPageTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+(?:Test|IT|Properties))`");

    @Test
    void the_tests_that_it_names_exist() throws IOException {
        List<String> named = TEST.matcher(Files.readString(Path.of("SECURITY.md"))).results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(tests()).containsAll(named);
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
