package dev.ferry.service.replication;

import static dev.ferry.service.Services.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillResult;
import dev.ferry.replication.FilterType;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.RepositoryFilter;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rule with filters of tags decides alike of pushes, deletions and backfills. */
@ExtendWith(LocalAws.class)
class FilteredReplicationTest {
    private static final TestImage IMAGE = Images.image().seed(1).build();
    private static final TestImage OTHER = Images.image().seed(2).build();

    private final Services services = new Services();
    private final Registry source = Services.registry("us-west-2");
    private final Registry elsewhere = Services.sameAccount(source, "eu-west-1");

    private void releasesOnly() {
        services.replicationSettings.put(source, new ReplicationConfiguration(List.of(new ReplicationRule(
                List.of(elsewhere),
                List.of(new RepositoryFilter(FilterType.WILDCARD_MATCH, "*/app"),
                        new RepositoryFilter(FilterType.TAG_WILDCARD_MATCH, "v*"),
                        new RepositoryFilter(FilterType.EXCLUDE_TAG_WILDCARD_MATCH, "*-rc*")),
                Optional.of(true)))));
    }

    private void deliverDeletions(TestImage image) {
        RecordedDeletions.of(services, source, image.digest()).forEach(services::deliver);
    }

    @Test
    void a_push_goes_by_its_tag() {
        services.repository(source);
        releasesOnly();

        assertThat(services.push(source, IMAGE, "v1").plan().destinations()).containsExactly(elsewhere);
        assertThat(services.push(source, IMAGE, "v2-rc1").plan().destinations()).isEmpty();
        assertThat(services.push(source, IMAGE, "latest").plan().destinations()).isEmpty();
        assertThat(services.push(source, OTHER, Optional.empty()).plan().destinations()).isEmpty();
    }

    @Test
    void a_tag_that_did_not_go_is_not_taken_away_either() {
        services.repository(source);
        releasesOnly();
        services.deliver(services.push(source, IMAGE, "v1"));
        services.push(source, IMAGE, "dev");
        services.push(elsewhere, IMAGE, "dev");

        services.deletion.delete(source, APP, new ImageId(Optional.empty(), Optional.of(new Tag("dev"))));

        assertThat(RecordedDeletions.of(services, source, IMAGE.digest())).isEmpty();
    }

    @Test
    void an_image_goes_though_the_tag_that_brought_it_names_another_by_now() {
        services.repository(source);
        releasesOnly();
        services.deliver(services.push(source, IMAGE, "v1"));
        services.push(source, IMAGE, "dev");
        services.deliver(services.push(source, OTHER, "v1"));

        services.deletion.delete(source, APP, new ImageId(Optional.empty(), Optional.of(new Tag("dev"))));
        deliverDeletions(IMAGE);

        assertThat(services.listedDigests(elsewhere)).containsExactly(OTHER.digest());
        assertThat(services.tagged(elsewhere, "v1")).contains(OTHER.digest());
    }

    @Test
    void a_backfill_brings_the_tags_that_a_push_would_bring() {
        services.repository(source);
        services.push(source, IMAGE, "v1");
        services.push(source, IMAGE, "v2-rc1");
        services.push(source, IMAGE, "dev");
        services.push(source, OTHER, Optional.empty());
        releasesOnly();

        Backfill ended = new BackfillRun(services, services.backfills.start(source, elsewhere)).finish();

        assertThat(services.backfills.results(ended, Optional.empty(), Optional.empty(), 100).items())
                .extracting(BackfillResult::image)
                .containsExactly(ImageId.of(IMAGE.digest(), new Tag("v1")));
        assertThat(services.listed(elsewhere)).singleElement()
                .satisfies(image -> assertThat(image.tags()).containsExactly(new Tag("v1")));
    }
}
