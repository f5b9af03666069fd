package dev.ferry.service.replication;

import dev.ferry.clients.UnavailableException;
import dev.ferry.messaging.BackfillMessage;
import dev.ferry.messaging.BackfillQueue;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillImage;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.store.Contention;
import dev.ferry.store.Write;
import dev.ferry.store.replications.BackfillChanges;
import dev.ferry.store.replications.BackfillImages;
import dev.ferry.store.replications.BackfillRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Carries backfills on, turn by turn: a page of images is found, some replications are opened, or those under way are waited
 * for. A turn is one transaction under the condition that nobody has taken it before, so it can be cut off anywhere and
 * repeated; and however many messages tell of a turn, the next one has one message.
 */
@ApplicationScoped
public class BackfillTurns {
    private static final Logger LOG = Logger.getLogger(BackfillTurns.class);

    /** How long a turn is put off that could only find that replications are still under way. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final BackfillRecords backfills;
    private final BackfillChanges changes;
    private final BackfillImages images;
    private final BackfillWalk walk;
    private final BackfillQueue queue;
    private final ReplicationQueue replications;
    private final BackfillPages pages;
    private final Clock clock;

    public BackfillTurns(
            BackfillRecords backfills,
            BackfillChanges changes,
            BackfillImages images,
            BackfillWalk walk,
            BackfillQueue queue,
            ReplicationQueue replications,
            BackfillPages pages,
            Clock clock) {
        this.backfills = backfills;
        this.changes = changes;
        this.images = images;
        this.walk = walk;
        this.queue = queue;
        this.replications = replications;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * Takes the turn that the message tells of, unless it was taken before.
     *
     * @param again whether the message has been received before
     * @throws RuntimeException when it may succeed if it is tried again
     */
    public void carryOn(RegionName region, BackfillMessage message, boolean again) {
        Contention.retry(() -> {
            Optional<Backfill> read = backfills.backfill(
                    new Registry(message.account(), region), message.backfill(), clock.instant());
            if (read.isEmpty() || read.get().status().isTerminal()) {
                LOG.infof("%s: there is nothing to be carried on", message);
            } else if (read.get().turn() == message.turn()) {
                take(read.get());
            } else if (again && read.get().turn() == message.turn() + 1) {
                // Whoever received it before may have died before the next message was sent; if not, that one comes too late.
                send(read.get(), Duration.ZERO);
            } else {
                LOG.infof("%s: it has turn %d", message, read.get().turn());
            }
            return message;
        });
    }

    /** Has the turn taken that nobody has taken for too long. */
    public void wake(Backfill backfill) {
        send(backfill, Duration.ZERO);
    }

    /**
     * Ends one as FAILED whose turn was tried too often. What it has under way goes on, and is still counted.
     *
     * @return false if it has gone on meanwhile
     */
    public boolean giveUp(RegionName region, BackfillMessage message) {
        return Contention.retry(() -> {
            Optional<Backfill> read = backfills
                    .backfill(new Registry(message.account(), region), message.backfill(), clock.instant())
                    .filter(found -> !found.status().isTerminal() && found.turn() == message.turn());
            read.ifPresent(backfill -> end(backfill, BackfillStatus.FAILED, Optional.of("InternalFailure")));
            return read.isPresent();
        });
    }

    private void take(Backfill read) {
        switch (read.task()) {
            case FIND -> find(read);
            case BEGIN -> begin(read);
            case WAIT -> {
                Optional<String> condemned = read.isCondemned() ? Optional.of(Backfill.TOO_MANY_FAILURES) : Optional.empty();
                next(read, read.carriedOn(read.status(), read.progress(), read.found(), read.begun(), condemned), List.of(), WAIT);
            }
            case END -> end(read, read.end(),
                    read.end() == BackfillStatus.FAILED ? Optional.of(Backfill.TOO_MANY_FAILURES) : Optional.empty());
        }
    }

    private void find(Backfill read) {
        BackfillWalk.Page page = walk.next(read, changes.rules(read));
        Instant now = clock.instant();
        Backfill next = read.carriedOn(
                page.behind().isPresent() ? read.status() : BackfillStatus.IN_PROGRESS,
                read.progress().found(page.found().size()), page.behind().or(read::found), read.begun(), Optional.empty());
        next(read, next, page.found().stream().map(image -> images.found(read, image, now)).toList(), Duration.ZERO);
    }

    private void begin(Backfill read) {
        int most = Math.min(pages.size(), read.room());
        List<BackfillImage> begun = images.behind(read, read.begun(), most).limit(most).toList();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Push> pushes = begun.stream().map(image -> push(read, image, now)).toList();
        Backfill next = read.carriedOn(read.status(), read.progress().opened(begun.size()), read.found(),
                Optional.of(begun.get(begun.size() - 1).name()), Optional.empty());
        List<Write> openings = pushes.stream().map(push -> images.opening(read, push, now)).toList();
        changes.carryOn(read, next, openings, now);
        replications.send(read.registry().region(), pushes.stream()
                .map(push -> new ReplicationMessage(ImageKey.of(push), push.id(), read.destination(), 0, true))
                .toList());
        send(next, Duration.ZERO);
    }

    /** The replication brings what a push would have brought, with the version of the tag that was found. */
    private static Push push(Backfill backfill, BackfillImage image, Instant now) {
        UUID unique = UUID.nameUUIDFromBytes((backfill.id() + "|" + image.name()).getBytes(StandardCharsets.UTF_8));
        return new Push(PushId.at(now, unique), backfill.registry(), image.repository(), image.digest(), image.tag(),
                image.tagVersion(), now, new Plan(List.of(backfill.destination())));
    }

    private void next(Backfill read, Backfill next, List<Write> more, Duration delay) {
        changes.carryOn(read, next, more, clock.instant());
        if (next.status() != read.status()) {
            LOG.infof("backfill %s: %s, %d replications", read.id(), next.status(), next.progress().total());
        }
        send(next, delay);
    }

    private void end(Backfill read, BackfillStatus status, Optional<String> failureCode) {
        Backfill ended = read.ended(status, failureCode, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        changes.end(read, ended);
        LOG.infof("backfill %s: %s, %d completed, %d failed of %d", read.id(), status, read.progress().completed(),
                read.progress().failed(), read.progress().total());
    }

    /** @throws UnavailableException if the message was not sent, so that the message of this turn comes again and sends it */
    private void send(Backfill backfill, Duration delay) {
        queue.send(backfill.registry().region(),
                new BackfillMessage(backfill.registry().account(), backfill.id(), backfill.turn()), delay);
    }
}
