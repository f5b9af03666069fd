package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.policy.RequiredAction;
import dev.ferry.policy.RequiredActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/permissions.md} is the table by which requests are judged, row by row. */
class PermissionsPageTest {

    @Test
    void the_page_has_the_rows_of_the_table_and_no_others() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/permissions.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(70)
                .containsExactlyElementsOf(RequiredActions.all().stream().map(PermissionsPageTest::row).toList());
    }

    private static String row(RequiredAction row) {
        return "| `" + row.endpoint() + "` | " + row.occasion() + " | `" + row.action() + "` | " + row.scope() + " |";
    }
}
