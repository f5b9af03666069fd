package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.local.template.Trigger.EventRule;
import dev.ferry.local.template.Trigger.HttpRoute;
import dev.ferry.local.template.Trigger.QueuePoll;
import dev.ferry.local.template.Trigger.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an entry of a function's {@code Events}; the defaults are those of SAM and of Lambda's event source mappings. */
final class TriggerReader {
    private static final Pattern RATE = Pattern.compile("rate\\(([1-9][0-9]{0,5}) (minute|hour|day)s?\\)");
    /** No limit is said as -1, but a record lives no longer than this in a stream. */
    private static final Duration STREAM_RETENTION = Duration.ofHours(24);

    /** Names, and what becomes of an event that EventBridge cannot hand over; on one machine it always can. */
    private static final Set<String> NAMES_AND_FAILED_DELIVERY =
            Set.of("Name", "RuleName", "Description", "DeadLetterConfig", "RetryPolicy");

    private static final int UNLIMITED = -1;

    private final Resources resources;
    private final List<Table> tables;

    TriggerReader(Resources resources, List<Table> tables) {
        this.resources = resources;
        this.tables = tables;
    }

    /** The trigger, or nothing if it is declared but switched off. */
    Optional<Trigger> read(JsonNode event, Location location) {
        String type = event.path("Type").asText();
        JsonNode properties = event.path("Properties");
        Location at = location.child("Properties");
        return switch (type) {
            case "HttpApi" -> Optional.of(route(properties, at));
            case "DynamoDB" -> stream(properties, at);
            case "SQS" -> queue(properties, at);
            case "Schedule" -> schedule(properties, at);
            case "EventBridgeRule", "CloudWatchEvent" -> rule(properties, at);
            default -> throw location.fault("has the event type " + type + ", which cannot be had on one machine");
        };
    }

    private Trigger route(JsonNode event, Location location) {
        Properties route = of(
                event,
                location,
                Set.of("Method", "Path"),
                Set.of("ApiId", "PayloadFormatVersion", "RouteSettings", "TimeoutInMillis"));
        return new HttpRoute(route.text("Method").toUpperCase(Locale.ROOT), route.text("Path"));
    }

    private Optional<Trigger> stream(JsonNode event, Location location) {
        Properties stream = of(
                event,
                location,
                Set.of(
                        "Stream",
                        "BatchSize",
                        "MaximumRetryAttempts",
                        "MaximumRecordAgeInSeconds",
                        "BisectBatchOnFunctionError",
                        "FunctionResponseTypes",
                        "FilterCriteria",
                        "DestinationConfig",
                        "Enabled"),
                Set.of("StartingPosition", "MaximumBatchingWindowInSeconds", "ParallelizationFactor"));
        int retries = stream.integer("MaximumRetryAttempts", UNLIMITED);
        int age = stream.integer("MaximumRecordAgeInSeconds", UNLIMITED);
        return enabled(
                stream,
                new Trigger.Stream(
                        tableOf(stream),
                        stream.integer("BatchSize", 100),
                        retries == UNLIMITED ? Integer.MAX_VALUE : retries,
                        age == UNLIMITED ? STREAM_RETENTION : Duration.ofSeconds(age),
                        stream.flag("BisectBatchOnFunctionError", false),
                        reportsBatchItemFailures(stream),
                        filters(stream),
                        FunctionReader.onFailureQueue(stream, resources)));
    }

    private Optional<Trigger> queue(JsonNode event, Location location) {
        Properties queue = of(
                event,
                location,
                Set.of("Queue", "BatchSize", "FunctionResponseTypes", "Enabled"),
                Set.of("MaximumBatchingWindowInSeconds", "ScalingConfig"));
        return enabled(
                queue,
                new QueuePoll(
                        resources.declaredQueue(queue.text("Queue"), queue.locationOf("Queue")),
                        queue.integer("BatchSize", 10),
                        reportsBatchItemFailures(queue)));
    }

    private Optional<Trigger> schedule(JsonNode event, Location location) {
        Properties schedule =
                of(event, location, Set.of("Schedule", "Enabled", "State"), NAMES_AND_FAILED_DELIVERY);
        return enabled(
                schedule, new Schedule(rate(schedule.text("Schedule"), schedule.locationOf("Schedule"))));
    }

    private Optional<Trigger> rule(JsonNode event, Location location) {
        Properties rule = of(event, location, Set.of("Pattern", "Enabled", "State"), NAMES_AND_FAILED_DELIVERY);
        if (!rule.tree("Pattern").isObject()) {
            throw rule.location().fault("needs a Pattern");
        }
        return enabled(rule, new EventRule(rule.tree("Pattern").toString()));
    }

    private Properties of(JsonNode event, Location location, Set<String> heeded, Set<String> passedOver) {
        return Properties.of(event, resources.intrinsics(), location, heeded, passedOver);
    }

    private static Optional<Trigger> enabled(Properties event, Trigger trigger) {
        boolean disabled = event.optionalText("State").filter("DISABLED"::equals).isPresent();
        return event.flag("Enabled", !disabled) ? Optional.of(trigger) : Optional.empty();
    }

    private String tableOf(Properties event) {
        Location location = event.locationOf("Stream");
        String name = Arns.tableOfStream(event.text("Stream"), location);
        Table table = tables.stream()
                .filter(declared -> declared.name().equals(name))
                .findFirst()
                .orElseThrow(() -> location.fault("is the stream of " + name + ", which is no table of this template"));
        if (table.streamViewType().isEmpty()) {
            throw location.fault("is the stream of " + table.logicalId() + ", which has no StreamSpecification");
        }
        return name;
    }

    private static boolean reportsBatchItemFailures(Properties event) {
        return event.texts("FunctionResponseTypes").contains("ReportBatchItemFailures");
    }

    private static List<String> filters(Properties event) {
        List<String> patterns = new ArrayList<>();
        Properties criteria = event.part("FilterCriteria", Set.of("Filters"));
        for (Properties filter : criteria.parts("Filters", Set.of("Pattern"), Set.of())) {
            patterns.add(filter.text("Pattern"));
        }
        return patterns;
    }

    private static Duration rate(String expression, Location location) {
        Matcher rate = RATE.matcher(expression);
        if (!rate.matches()) {
            throw location.fault("must be such as rate(5 minutes) on one machine, not " + expression);
        }
        long count = Long.parseLong(rate.group(1));
        return switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(count);
            case "hour" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
