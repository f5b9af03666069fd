package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of {@code docs/replication-filters.md} is true. */
class FilterExamplesTest {
    private static final Path PAGE = Path.of("docs/replication-filters.md");
    private static final Registry THERE = Registry.of("111122223333", "eu-west-1");
    private static final Pattern ROW = Pattern.compile(
            "\\| (none|`.*`) \\| (push|take away|delete an image of) `([a-z0-9/-]+)(?::([\\w.-]+))?` \\| (yes|no) \\|");
    private static final Pattern FILTER = Pattern.compile("`([A-Z_]+) ([^`]+)`");

    private static List<Matcher> rows() throws IOException {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return lines.map(ROW::matcher).filter(Matcher::matches).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> what_goes_to_the_destinations_of_a_rule() throws IOException {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.group(), () -> {
            RepositoryFilters filters = new RepositoryFilters(FILTER.matcher(row.group(1)).results()
                    .map(filter -> new RepositoryFilter(FilterType.named(filter.group(1)), filter.group(2)))
                    .toList());
            filters.requireNoContradiction();
            ReplicationConfiguration configuration = new ReplicationConfiguration(
                    List.of(new ReplicationRule(List.of(THERE), filters, Optional.of(true))));
            RepositoryName repository = new RepositoryName(row.group(3));
            Optional<Tag> tag = Optional.ofNullable(row.group(4)).map(Tag::new);
            Plan plan = switch (row.group(2)) {
                case "push" -> Plan.of(configuration, repository, tag);
                case "take away" -> Plan.ofUntagging(configuration, repository, List.of(tag.orElseThrow()));
                default -> Plan.ofDeletion(configuration, repository);
            };

            assertThat(plan.destinations()).isEqualTo(row.group(5).equals("yes") ? List.of(THERE) : List.of());
        }));
    }

    @Test
    void the_page_has_examples_of_every_kind_and_no_row_that_is_not_understood() throws IOException {
        String table = Files.readString(PAGE).split("Goes to its destinations \\|\n\\|---\\|---\\|---\\|\n")[1].split("\n\n")[0];

        assertThat(rows()).hasSameSizeAs(table.lines().toList()).hasSizeGreaterThan(30);
        assertThat(FILTER.matcher(table).results().map(filter -> FilterType.named(filter.group(1))).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(FilterType.values());
        assertThat(rows()).extracting(row -> row.group(2)).contains("push", "take away", "delete an image of");
    }
}
