package dev.ferry.cli;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a Region stands, for a person: its registries, what is open, what failed and why. */
final class StatusText {
    private StatusText() {}

    static List<String> lines(RegionStatus status, Instant now) {
        List<String> lines = new ArrayList<>();
        TextTable registries = new TextTable("REGISTRY", "REPLICATES TO", "OPEN", "FAILED");
        status.registries().forEach(registry -> registries.row(
                registry.registry().toString(),
                registry.destinations().isEmpty()
                        ? "-"
                        : registry.destinations().stream().map(Registry::toString).collect(Collectors.joining(", ")),
                Long.toString(registry.open()),
                Long.toString(registry.failed())));
        add(lines, registries);
        List<String> backfills = BackfillText.lines(status.backfills());
        if (!backfills.isEmpty()) {
            lines.addAll(backfills);
            lines.add("");
        }
        TextTable open = new TextTable("OPEN", "IMAGE", "TO", "STATE", "SINCE THE PUSH", "LAST REASON");
        status.open().forEach(entry -> open.row(
                entry.push().value(), image(entry), to(entry), state(entry), text(entry.lag(now)),
                entry.lastReason().orElse("-")));
        add(lines, open);
        TextTable failed = new TextTable("FAILED", "IMAGE", "TO", "AFTER", "CODE", "REASON");
        status.failed().forEach(entry -> {
            Failed end = (Failed) entry.state();
            failed.row(entry.push().value(), image(entry), to(entry), text(entry.lag(now)), end.code().code(), end.reason());
        });
        add(lines, failed);
        return lines;
    }

    private static void add(List<String> lines, TextTable table) {
        if (!table.isEmpty()) {
            lines.addAll(table.lines());
            lines.add("");
        }
    }

    static String image(Entry entry) {
        String repository = (entry.action() == ImageAction.Type.DELETE ? "deletion of " : "")
                + entry.source() + "/" + entry.image().repository().repository();
        return entry.tag().map(tag -> repository + ":" + tag)
                .orElseGet(() -> repository + "@" + entry.image().digest());
    }

    static String to(Entry entry) {
        return entry.destination().map(Registry::toString).orElse("all its destinations");
    }

    static String state(Entry entry) {
        if (entry.destination().isEmpty()) {
            return entry.action() == ImageAction.Type.DELETE ? "deleted" : "pushed";
        }
        return entry.state() instanceof Granted ? "granted" : "planned";
    }

    /** Whole seconds below a minute, then minutes, hours and days: as exact as anyone wants to know it. */
    static String text(Duration lag) {
        long seconds = Math.max(0, lag.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
