package dev.ferry.service.replication;

import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillProgress;
import dev.ferry.replication.BackfillResult;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.RepositoryFilter;
import dev.ferry.service.Pulls;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was in a registry before its rules comes to a destination by a backfill, and nothing that came later is undone. */
@ExtendWith(LocalAws.class)
class BackfillsTest {
    private static final TestImage IMAGE = Images.image().layers(2).build();
    private static final TestImage OTHER = Images.image().seed(2).build();

    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    @BeforeEach
    void haveARepository() {
        services.repository(source);
    }

    private BackfillRun start() {
        return new BackfillRun(services, services.backfills.start(source, elsewhere));
    }

    private List<BackfillResult> results(Backfill backfill) {
        return services.backfills.results(backfill, Optional.empty(), Optional.empty(), 100).items();
    }

    @Test
    void each_tag_of_an_image_is_one_replication_and_so_is_an_image_without_a_tag() {
        TestImage untagged = Images.image().seed(3).build();
        TestImage index = Images.index(Images.image().seed(4).build(), Images.image().seed(5).build()).build();
        services.push(source, IMAGE, "latest");
        services.push(source, IMAGE, "v1");
        services.push(source, untagged, Optional.empty());
        services.push(source, index, "all");
        services.configure(source, elsewhere);

        Backfill ended = start().finish();

        assertThat(ended.status()).isEqualTo(BackfillStatus.COMPLETE);
        assertThat(ended.progress()).isEqualTo(new BackfillProgress(4, 4, 4, 0, Set.of()));
        assertThat(results(ended)).hasSize(4).allMatch(result -> result.status() == BackfillResult.Status.COMPLETE)
                .extracting(BackfillResult::image)
                .containsExactlyInAnyOrder(
                        ImageId.of(IMAGE.digest(), new Tag("latest")), ImageId.of(IMAGE.digest(), new Tag("v1")),
                        ImageId.of(untagged.digest()), ImageId.of(index.digest(), new Tag("all")));
        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
        assertThat(services.tagged(elsewhere, "v1")).contains(IMAGE.digest());
        assertThat(services.listedDigests(elsewhere)).hasSize(5);
        new Pulls(services).assertAllComplete(elsewhere);
    }

    @Test
    void a_backfill_of_nothing_completes() {
        services.configure(source, elsewhere);

        assertThat(start().finish()).satisfies(ended -> {
            assertThat(ended.status()).isEqualTo(BackfillStatus.COMPLETE);
            assertThat(ended.progress()).isEqualTo(BackfillProgress.NONE);
        });
    }

    @Test
    void a_tag_that_a_later_push_moved_stays_where_that_push_brought_it() {
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);
        BackfillRun run = start();
        run.find();
        run.turn();

        services.deliver(services.push(source, OTHER, "latest"));
        Backfill ended = run.finish();

        assertThat(ended.progress()).isEqualTo(new BackfillProgress(1, 1, 1, 0, Set.of()));
        assertThat(services.tagged(elsewhere, "latest")).contains(OTHER.digest());
        assertThat(services.listedDigests(elsewhere)).contains(IMAGE.digest());
    }

    @Test
    void the_rules_of_the_start_hold_until_the_end() {
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);
        BackfillRun run = start();

        services.configure(source);

        assertThat(run.finish().progress().completed()).isEqualTo(1);
    }

    @Test
    void what_no_rule_replicates_there_is_not_copied() {
        services.push(source, IMAGE, "latest");
        services.replicationSettings.put(source, new ReplicationConfiguration(List.of(
                new ReplicationRule(List.of(elsewhere), List.of(new RepositoryFilter("prod/"))),
                new ReplicationRule(List.of(sameAccount(source, "us-east-2")), List.of()))));

        assertThat(start().finish().progress().total()).isZero();
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void what_the_destination_has_is_complete_though_it_allows_nothing_any_more() {
        Registry partner = registry("eu-west-1");
        services.permit(partner, source, "ecr:ReplicateImage\",\"ecr:CreateRepository");
        services.configure(source, partner);
        services.deliver(services.push(source, IMAGE, "latest"));
        services.forbid(partner);
        services.push(source, OTHER, "v1");

        Backfill ended = new BackfillRun(services, services.backfills.start(source, partner)).finish();

        assertThat(ended.progress()).isEqualTo(new BackfillProgress(2, 2, 1, 1, Set.of("AccessDenied")));
        assertThat(results(ended)).filteredOn(result -> result.failureCode().isPresent()).singleElement()
                .isEqualTo(new BackfillResult(
                        Services.APP, ImageId.of(OTHER.digest(), new Tag("v1")), Optional.of("AccessDenied")));
    }

    @Test
    void a_tag_that_was_taken_away_at_the_destination_comes_back() {
        services.configure(source, elsewhere);
        services.deliver(services.push(source, IMAGE, "latest"));
        services.deletion.delete(elsewhere, Services.APP, ImageId.of(IMAGE.digest()));
        assertThat(services.listed(elsewhere)).isEmpty();

        start().finish();

        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
    }

    @Test
    void an_image_whose_repository_was_deleted_meanwhile_fails() {
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);
        BackfillRun run = start();
        run.find();

        services.deleteRepository(source);

        assertThat(run.finish()).satisfies(ended -> {
            assertThat(ended.status()).isEqualTo(BackfillStatus.COMPLETE);
            assertThat(ended.progress()).isEqualTo(new BackfillProgress(1, 1, 0, 1, Set.of("ImageNotFound")));
        });
    }

    @Test
    void what_a_backfill_brings_is_no_push_of_the_image() {
        services.configure(source, sameAccount(source, "us-east-2"));
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);

        start().finish();

        ImageKey image = ImageKey.of(source.account(), Services.APP, IMAGE.digest());
        assertThat(services.history.of(source.region(), image)).hasSize(1);
        assertThat(services.statuses.of(source, image, Optional.empty()))
                .singleElement()
                .satisfies(status -> assertThat(status.destination().region()).hasToString("us-east-2"));
    }

    @Test
    void one_that_is_stopped_waits_for_what_is_under_way_and_begins_nothing_more() {
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);
        BackfillRun run = start();
        run.find();
        run.turn();

        assertThat(services.backfills.stop(source, run.now().id()).status()).isEqualTo(BackfillStatus.STOPPING);
        assertThat(run.turn().status()).isEqualTo(BackfillStatus.STOPPING);
        run.replicate();

        assertThat(run.turn()).satisfies(ended -> {
            assertThat(ended.status()).isEqualTo(BackfillStatus.STOPPED);
            assertThat(ended.progress().completed()).isEqualTo(1);
            assertThat(results(ended)).hasSize(1);
        });
    }

    @Test
    void no_result_is_told_before_the_end() {
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);
        BackfillRun run = start();
        run.find();
        run.turn();
        run.replicate();

        assertThat(results(run.now())).isEmpty();
        assertThat(results(run.finish())).hasSize(1);
    }

    @Test
    void a_replication_that_ends_twice_is_counted_once() {
        services.push(source, IMAGE, "latest");
        services.push(source, IMAGE, "v1");
        services.configure(source, elsewhere);
        BackfillRun run = start();
        run.find();
        run.turn();
        List<ReplicationMessage> open = run.open();

        for (int delivery = 0; delivery < 2; delivery++) {
            open.forEach(message -> services.replicator.replicate(source.region(), message));
            open.forEach(message -> services.giveUp.giveUp(source.region(), message));
        }

        assertThat(run.now().progress()).isEqualTo(new BackfillProgress(2, 2, 2, 0, Set.of()));
    }
}
