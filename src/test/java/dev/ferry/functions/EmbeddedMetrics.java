package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The lines in CloudWatch's embedded metric format that something prints. */
final class EmbeddedMetrics {
    private static final Set<String> UNITS = Set.of("Count", "Milliseconds", "Seconds");

    private EmbeddedMetrics() {}

    /** Each is seen to follow the specification before it is given back. */
    static List<JsonNode> printedBy(Runnable action) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        List<JsonNode> lines = printed.toString(StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("{"))
                .map(Events::parse)
                .filter(line -> line.has("_aws"))
                .toList();
        lines.forEach(EmbeddedMetrics::check);
        return lines;
    }

    /** CloudWatch user guide, "Specification: Embedded metric format": the schema, and what a target member must be. */
    private static void check(JsonNode line) {
        JsonNode aws = line.get("_aws");
        assertThat(names(aws)).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(aws.get("Timestamp").isIntegralNumber()).isTrue();
        assertThat(aws.get("Timestamp").asLong()).as("milliseconds").isGreaterThan(1_600_000_000_000L);
        assertThat(aws.get("CloudWatchMetrics")).isNotEmpty().allSatisfy(directive -> {
            assertThat(names(directive)).containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
            assertThat(directive.get("Namespace").asText()).isEqualTo("Ferry");
            assertThat(directive.get("Dimensions")).isNotEmpty().allSatisfy(set -> assertThat(set)
                    .hasSizeBetween(1, 30)
                    .allSatisfy(name -> assertThat(line.path(name.asText()).asText()).isNotEmpty().hasSizeLessThan(1024)));
            assertThat(directive.get("Metrics")).hasSizeBetween(1, 100).allSatisfy(metric -> {
                assertThat(names(metric)).containsExactlyInAnyOrder("Name", "Unit");
                assertThat(UNITS).contains(metric.get("Unit").asText());
                assertThat(line.path(metric.get("Name").asText()).isNumber()).as(metric.toString()).isTrue();
            });
        });
    }

    private static List<String> names(JsonNode object) {
        List<String> all = new ArrayList<>();
        object.fieldNames().forEachRemaining(all::add);
        return all;
    }
}
