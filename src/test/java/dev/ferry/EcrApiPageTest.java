package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.api.EcrModel;
import dev.ferry.api.EcrOperation;
import dev.ferry.testing.MainClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/ecr-api.md} tells of each operation of ECR's API, and Ferry has each. */
class EcrApiPageTest {
    private static final Map<String, String> PAGE = read();

    private static Map<String, String> read() {
        try {
            return Files.readAllLines(Path.of("docs/ecr-api.md")).stream()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split(" *\\| *"))
                    .collect(Collectors.toMap(cells -> cells[1].replace("`", ""), cells -> cells[2]));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void the_page_has_every_operation_of_the_model_once() throws IOException {
        List<String> operations = new ObjectMapper()
                .readTree(EcrModel.class.getResourceAsStream("ecr-operations.json"))
                .required("operations").properties().stream().map(Map.Entry::getKey).toList();

        assertThat(operations).hasSize(62);
        assertThat(PAGE).containsOnlyKeys(operations);
    }

    @Test
    void every_operation_has_its_class() {
        List<String> there = MainClasses.ALL.stream()
                .filter(type -> EcrOperation.class.isAssignableFrom(type) && !type.isInterface())
                .map(Class::getSimpleName)
                .toList();

        assertThat(PAGE.keySet()).containsExactlyInAnyOrderElementsOf(there);
        assertThat(PAGE.values()).isSubsetOf("does it", "kept and told", "says that it cannot");
    }
}
