package dev.ferry.local.triggers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * The stream of a table in a Region, read once for all triggers that follow it: the same write wakes them, and most often they
 * have come as far as each other. A page is all that there is until the next write.
 */
final class TableStream {
    /** What is written past the cloud wakes nobody; it is found by who looks for it now and then, in a page that was just read. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final String region;
    private final String quotedTable;
    private final Clock clock;
    private final AtomicLong writes = new AtomicLong();
    private final List<PollLoop> followers = new CopyOnWriteArrayList<>();
    private Position position;
    private Page page;
    private Instant readAt;

    /** @param next the iterator behind the records; null where the shard is closed and all of it was read */
    record Page(List<Record> records, String next) {}

    private record Position(String shard, Optional<String> after, long writes) {}

    TableStream(String region, String table, Clock clock) {
        this.region = region;
        this.quotedTable = '"' + table + '"';
        this.clock = clock;
    }

    /** Has the loop wake at each write, and now, in case that there was one. */
    void wakes(PollLoop loop) {
        followers.add(loop);
        loop.wake();
    }

    /** Wakes who follows it, if this table is the one that was written. */
    void written(String region, String request) {
        if (this.region.equals(region) && request.contains(quotedTable)) {
            writes.incrementAndGet();
            followers.forEach(PollLoop::wake);
        }
    }

    /**
     * @param after the sequence number of the last record before the page; none at the beginning of the shard
     * @param read  reads the page from there, if no other trigger just did
     */
    synchronized Page next(String shard, Optional<String> after, Supplier<Page> read) {
        Position wanted = new Position(shard, after, writes.get());
        Instant now = clock.instant();
        if (!wanted.equals(position) || now.isAfter(readAt.plus(FRESH))) {
            page = read.get();
            position = wanted;
            readAt = now;
        }
        return page;
    }
}
