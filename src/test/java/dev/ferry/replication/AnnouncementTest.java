package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.MediaTypes;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions.Partition;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events have the fields of the samples in the ECR user guide, "Amazon ECR events and EventBridge". */
class AnnouncementTest {
    private static final Partition AWS = new Partition("aws", "amazonaws.com", new RegionName("us-east-1"));
    private static final Registry SOURCE = Registry.of("111122223333", "us-west-2");
    private static final Registry DESTINATION = Registry.of("444455556666", "us-east-1");
    private static final RepositoryName ALPINE = new RepositoryName("docker-hub/alpine");
    private static final Digest DIGEST = Digest.sha256(new byte[] {1});
    private static final Instant PUSHED = Instant.parse("2024-05-08T20:44:50Z");
    private static final Instant ENDED = Instant.parse("2024-05-08T20:44:54.321Z");
    private static final PushId ID = PushId.at(PUSHED, "13cde686-328b-6117-af20-0e5566167482");

    private static Push push(Optional<Tag> tag) {
        return new Push(ID, SOURCE, ALPINE, DIGEST, tag, tag.isPresent() ? OptionalLong.of(1) : OptionalLong.empty(), PUSHED,
                Plan.NOWHERE);
    }

    private static Outcome outcome(ReplicationState end) {
        return new Outcome(ID, SOURCE, ALPINE, DIGEST, Optional.of(new Tag("3.17.2")), PUSHED, DESTINATION, end, ImageAction.Type.PUSH);
    }

    @Test
    void a_push_is_an_image_action_of_its_registry() {
        Announcement pushed = Announcement.of(push(Optional.of(new Tag("latest"))));

        assertThat(pushed.detailType()).isEqualTo("ECR Image Action");
        assertThat(pushed.region()).isEqualTo(SOURCE.region());
        assertThat(pushed.time()).isEqualTo(PUSHED);
        assertThat(pushed.resources()).isEmpty();
        assertThat(pushed.detail()).isEqualTo("{\"result\":\"SUCCESS\",\"repository-name\":\"docker-hub/alpine\","
                + "\"image-digest\":\"" + DIGEST + "\",\"action-type\":\"PUSH\",\"image-tag\":\"latest\","
                + "\"event-id\":\"" + ID + "\",\"registry-id\":\"111122223333\"}");
    }

    @Test
    void a_push_by_digest_names_no_tag() {
        assertThat(Announcement.of(push(Optional.empty())).detail()).doesNotContain("image-tag");
    }

    private static StorageClassChange changed(StorageClass target, Optional<String> artifactType, boolean isReferrer) {
        return new StorageClassChange(ID, SOURCE, ALPINE, DIGEST, target, MediaTypes.OCI_MANIFEST, artifactType, isReferrer,
                PUSHED);
    }

    @Test
    void an_image_that_is_archived_is_an_image_action_of_its_registry() {
        Announcement archived = Announcement.of(changed(StorageClass.ARCHIVE, Optional.empty(), false));

        assertThat(archived.detailType()).isEqualTo("ECR Image Action");
        assertThat(archived.region()).isEqualTo(SOURCE.region());
        assertThat(archived.time()).isEqualTo(PUSHED);
        assertThat(archived.resources()).isEmpty();
        assertThat(archived.detail()).isEqualTo("{\"result\":\"SUCCESS\",\"repository-name\":\"docker-hub/alpine\","
                + "\"image-digest\":\"" + DIGEST + "\",\"action-type\":\"UPDATE_STORAGE_CLASS\","
                + "\"target-storage-class\":\"ARCHIVE\","
                + "\"manifest-media-type\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"artifact-media-type\":\"application/vnd.oci.image.config.v1+json\","
                + "\"event-id\":\"" + ID + "\",\"registry-id\":\"111122223333\"}");
    }

    @Test
    void a_referrer_that_is_restored_has_a_type_of_its_own_and_says_when() {
        Announcement restored = Announcement.of(changed(StorageClass.STANDARD, Optional.of("text/sbom+json"), true));

        assertThat(restored.detailType()).isEqualTo("ECR Referrer Action");
        assertThat(restored.detail())
                .contains("\"target-storage-class\":\"STANDARD\"")
                .contains("\"artifact-media-type\":\"text/sbom+json\"")
                .contains("\"last-activated-at\":\"2024-05-08T20:44:50Z\"");
    }

    @Test
    void a_replication_that_arrived_is_a_replication_action_of_its_destination() {
        Announcement arrived = Announcement.of(outcome(new Complete(ENDED)), AWS);

        assertThat(arrived.detailType()).isEqualTo("ECR Replication Action");
        assertThat(arrived.region()).isEqualTo(DESTINATION.region());
        assertThat(arrived.time()).isEqualTo(ENDED);
        assertThat(arrived.resources())
                .isEqualTo(List.of("arn:aws:ecr:us-east-1:444455556666:repository/docker-hub/alpine"));
        assertThat(arrived.detail()).isEqualTo("{\"result\":\"SUCCESS\",\"repository-name\":\"docker-hub/alpine\","
                + "\"image-digest\":\"" + DIGEST + "\",\"source-account\":\"111122223333\",\"action-type\":\"REPLICATE\","
                + "\"source-region\":\"us-west-2\",\"image-tag\":\"3.17.2\","
                + "\"event-id\":\"" + ID + "#444455556666#us-east-1#" + ENDED.toEpochMilli()
                + "\",\"registry-id\":\"444455556666\"}");
    }

    @Test
    void its_source_is_told_in_a_type_of_its_own() {
        Announcement told = Announcement.atSource(outcome(new Complete(ENDED)), AWS);

        assertThat(told.detailType()).isEqualTo("ECR Replication Source Action");
        assertThat(told.region()).isEqualTo(SOURCE.region());
        assertThat(told.time()).isEqualTo(ENDED);
        assertThat(told.resources())
                .isEqualTo(List.of("arn:aws:ecr:us-west-2:111122223333:repository/docker-hub/alpine"));
        assertThat(told.detail()).isEqualTo("{\"result\":\"SUCCESS\",\"repository-name\":\"docker-hub/alpine\","
                + "\"image-digest\":\"" + DIGEST + "\",\"destination-account\":\"444455556666\",\"action-type\":\"REPLICATE\","
                + "\"destination-region\":\"us-east-1\",\"image-tag\":\"3.17.2\","
                + "\"event-id\":\"" + ID + "#444455556666#us-east-1#" + ENDED.toEpochMilli()
                + "#source\",\"registry-id\":\"111122223333\"}");
    }

    @Test
    void a_replication_that_failed_differs_by_its_result_alone() {
        Announcement failed =
                Announcement.of(outcome(new Failed(ENDED, FailureCode.ACCESS_DENIED, "not allowed")), AWS);
        Announcement arrived = Announcement.of(outcome(new Complete(ENDED)), AWS);

        assertThat(failed.detail()).isEqualTo(arrived.detail().replace("SUCCESS", "FAILED"));
        assertThat(failed.resources()).isEqualTo(arrived.resources());
    }

    @Test
    void another_end_of_the_same_replication_is_another_event() {
        Announcement failed =
                Announcement.of(outcome(new Failed(ENDED, FailureCode.ACCESS_DENIED, "not allowed")), AWS);
        Announcement later = Announcement.of(outcome(new Complete(ENDED.plusSeconds(60))), AWS);

        assertThat(later.id()).isNotEqualTo(failed.id());
        assertThat(Announcement.of(outcome(new Complete(ENDED.plusSeconds(60))), AWS)).isEqualTo(later);
    }

    @Test
    void what_has_not_ended_is_no_outcome() {
        assertThatThrownBy(() -> outcome(new Granted(ENDED, true))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_lag_goes_from_the_push_to_the_end() {
        assertThat(outcome(new Complete(ENDED)).lag()).isEqualTo(Duration.ofMillis(4_321));
        assertThat(outcome(new Complete(PUSHED.minusSeconds(5))).lag()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.ecr", "aws.", "", "a b", "ferry\n"})
    void a_source_that_eventbridge_would_refuse_cannot_be(String source) {
        assertThatThrownBy(() -> new EventSource(source)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ferry", "com.example/ferry-1", "aws", "my.aws.ferry"})
    void a_source_of_ones_own_is_taken(String source) {
        assertThat(new EventSource(source)).hasToString(source);
    }
}
