package dev.ferry.cli;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a Region stands, for a person: its registries, what is open, what failed and why. */
public final class StatusText {
    private StatusText() {}

    static void write(PrintWriter out, RegionStatus status, RegionEntries entries, Instant now) {
        TextTable registries = new TextTable("REGISTRY", "REPLICATES TO", "OPEN", "FAILED");
        write(out, registries, status.registries().stream(), registry -> registries.row(
                registry.registry().toString(),
                registry.destinations().isEmpty()
                        ? "-"
                        : registry.destinations().stream().map(Registry::toString).collect(Collectors.joining(", ")),
                Long.toString(registry.open()),
                Long.toString(registry.failed())));
        List<String> backfills = BackfillText.lines(status.backfills());
        if (!backfills.isEmpty()) {
            backfills.forEach(out::println);
            out.println();
        }
        TextTable open = new TextTable("OPEN", "IMAGE", "TO", "STATE", "SINCE THE PUSH", "LAST REASON");
        write(out, open, entries.open(), entry -> open.row(
                entry.push().value(), image(entry), to(entry), state(entry), text(entry.lag(now)),
                entry.lastReason().orElse("-")));
        TextTable failed = new TextTable("FAILED", "IMAGE", "TO", "AFTER", "CODE", "REASON");
        write(out, failed, entries.failed(), entry -> {
            Failed end = (Failed) entry.state();
            failed.row(entry.push().value(), image(entry), to(entry), text(entry.lag(now)), end.code().code(), end.reason());
        });
    }

    /** Page by page, so that only one is held. */
    private static <T> void write(PrintWriter out, TextTable table, Stream<T> items, Consumer<T> row) {
        items.forEach(item -> {
            row.accept(item);
            if (table.isPage()) {
                table.takeLines().forEach(out::println);
            }
        });
        if (!table.isEmpty()) {
            table.takeLines().forEach(out::println);
            out.println();
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

    public static String state(Entry entry) {
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
