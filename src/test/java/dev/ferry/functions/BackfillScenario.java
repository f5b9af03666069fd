package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.IMAGE;
import static dev.ferry.functions.ReplicationScenario.PARTNER;
import static dev.ferry.functions.ReplicationScenario.SOURCE;

import dev.ferry.messaging.BackfillMessage;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillImage;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.service.Services;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The story that the events tell of a backfill: what was in the registry before goes to 444455556666 in eu-west-1. */
final class BackfillScenario {
    private static final BackfillMessage TURN =
            BackfillMessage.read(Events.record("backfill-turn.json").get("body").asText()).orElseThrow();
    private static final ReplicationMessage QUEUED =
            ReplicationMessage.read(Events.record("replicate-backfilled-queued.json").get("body").asText());

    private final ReplicationScenario story;
    private final Services services;

    /** Starts over: nothing is known of the backfill. */
    BackfillScenario(ReplicationScenario story) {
        this.story = story;
        this.services = story.services;
        for (String partition : List.of("backfills/" + SOURCE.account(), "backfilling/" + SOURCE.account(),
                "backfill-rules/" + SOURCE.account(), "backfill/" + SOURCE.account() + "/" + TURN.backfill())) {
            story.deleteAll(SOURCE.region(), "ferry-replications", "image", partition, "push");
        }
        story.deleteAll(PARTNER.region(), "ferry-replications", "image", "end/" + SOURCE + "/" + QUEUED.push(), "push");
    }

    /** The backfill was started, and nothing has come of it yet. */
    BackfillScenario started() {
        story.imageIsThere();
        services.backfillChanges.start(
                Backfill.started(TURN.backfill(), SOURCE, PARTNER, Instant.parse("2025-11-02T10:20:50.176Z")),
                services.settings.replication(SOURCE).to(PARTNER), IllegalStateException::new, IllegalStateException::new);
        return this;
    }

    /** And the one replication has been opened. */
    BackfillScenario begun() {
        services.turns.carryOn(SOURCE.region(), TURN, false);
        Backfill read = backfill();
        Instant now = Instant.now();
        BackfillImage image = services.backfillImages.behind(read, Optional.empty(), 10).findFirst().orElseThrow();
        Push push = new Push(QUEUED.push(), SOURCE, Services.APP, IMAGE.digest(), Optional.of(new Tag("latest")),
                OptionalLong.of(image.tagVersion().orElseThrow()), now, new Plan(List.of(PARTNER)));
        services.backfillChanges.carryOn(read,
                read.carriedOn(read.status(), read.progress().opened(1), read.found(), Optional.of(image.name()), Optional.empty()),
                List.of(services.backfillImages.opening(read, push, now)), now);
        return this;
    }

    Backfill backfill() {
        return services.backfills.get(SOURCE, TURN.backfill());
    }
}
