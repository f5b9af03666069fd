package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.EcrOperation;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Image;
import dev.ferry.registry.Manifest;
import dev.ferry.service.Deadline;
import dev.ferry.service.image.ImageDeletion;
import dev.ferry.service.image.Images;
import dev.ferry.testing.Beans;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.MainClasses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/bounds.md} has every operation of both doors once, with the numbers that the code has. */
class BoundsPageTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private final Beans beans = FerryBeans.create();
    private final List<String[]> rows = rows();

    private static List<String[]> rows() {
        try (Stream<String> lines = Files.lines(Path.of("docs/bounds.md"))) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.substring(2).split(" \\| | \\|"))
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    private <T> Stream<T> all(Class<T> type) {
        return MainClasses.ALL.stream()
                .filter(candidate -> candidate.isAnnotationPresent(ApplicationScoped.class) && type.isAssignableFrom(candidate))
                .map(found -> type.cast(beans.get(found)));
    }

    @Test
    void every_operation_has_its_bound_once() {
        Stream<String> operations = all(EcrOperation.class).map(EcrOperation::name);
        Stream<String> endpoints = Stream.concat(
                Stream.of("GET " + ResourceKind.CATALOG.path()),
                all(Endpoint.class).flatMap(endpoint ->
                        endpoint.methods().stream().map(method -> method + " " + endpoint.kind().path())));

        assertThat(rows.stream().flatMap(row -> quoted(row[0]).stream()))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(operations, endpoints).toList());
    }

    @Test
    void the_numbers_are_those_of_the_code() {
        assertThat(bound("BatchDeleteImage")).contains(number(Image.MAX_TAGS), number(ImageDeletion.MAX_TAGS));
        assertThat(bound("PutImage")).contains(number(Manifest.MAX_LAYERS), number(Manifest.MAX_CHILDREN),
                number(Image.MAX_TAGS), number(Image.MAX_LISTED_BY));
        assertThat(bound("ListImages")).contains(number(Images.MAX_LOOKED_AT));
        for (String operation : List.of("DeleteRepository", "CreateRepository", "DELETE /v2/<name>/blobs/<digest>",
                "GET /v2/<name>/tags/list")) {
            assertThat(bound(operation)).contains(Deadline.TIME.toSeconds() + " seconds");
        }
    }

    @Test
    void the_tests_that_it_names_exist() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Set<String> tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
            assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(tests).containsAll(quoted(row[3])));
        }
    }

    private String bound(String operation) {
        return rows.stream().filter(row -> quoted(row[0]).contains(operation)).findFirst().orElseThrow()[2];
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
