package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.StorageClassChange;
import dev.ferry.service.Services;
import dev.ferry.service.StorageClassEventLog;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;
import software.amazon.awssdk.services.ecr.model.UpdateImageStorageClassResponse;

/** An archived image is there, and cannot be pulled before it is restored. */
class StorageClassTest extends ApiTest {
    private static final String REPOSITORY = Services.APP.value();
    private static final TestImage IMAGE = Images.image().layerSize(64).build();
    private static final ImageIdentifier TAG = ImageIdentifier.builder().imageTag("v1").build();

    private final Services services = new Services();
    private final Registry source = Registry.of(account, REGION);

    @BeforeEach
    void pushImage() {
        create(REPOSITORY);
        push(REPOSITORY, IMAGE, "v1");
    }

    private UpdateImageStorageClassResponse update(ImageIdentifier id, TargetStorageClass target) {
        return ecr.updateImageStorageClass(
                request -> request.repositoryName(REPOSITORY).imageId(id).targetStorageClass(target));
    }

    private ImageDetail described() {
        return ecr.describeImages(request -> request.repositoryName(REPOSITORY).imageIds(TAG)).imageDetails().get(0);
    }

    private List<ImageIdentifier> listed(ImageStatusFilter status) {
        return ecr.listImages(list -> list.repositoryName(REPOSITORY).filter(filter -> filter.imageStatus(status))).imageIds();
    }

    @Test
    void archived_image_is_told_and_not_pulled_until_it_is_restored() {
        UpdateImageStorageClassResponse archived = update(TAG, TargetStorageClass.ARCHIVE);

        assertThat(archived.imageStatus()).isEqualTo(ImageStatus.ARCHIVED);
        assertThat(archived.imageId().imageDigest()).isEqualTo(IMAGE.digest().toString());
        assertThat(ecr.batchGetImage(get -> get.repositoryName(REPOSITORY).imageIds(TAG)).failures())
                .singleElement().satisfies(failure ->
                        assertThat(failure.failureCodeAsString()).isEqualTo("ImageInaccessible"));
        assertThat(described().imageStatus()).isEqualTo(ImageStatus.ARCHIVED);
        assertThat(described().lastArchivedAt()).isNotNull();
        assertThat(described().lastActivatedAt()).isNull();
        assertThat(update(TAG, TargetStorageClass.ARCHIVE).imageStatus()).isEqualTo(ImageStatus.ARCHIVED);

        assertThat(update(TAG, TargetStorageClass.STANDARD).imageStatus()).isEqualTo(ImageStatus.ACTIVE);

        assertThat(ecr.batchGetImage(get -> get.repositoryName(REPOSITORY).imageIds(TAG)).images()).hasSize(1);
        assertThat(described().imageStatus()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(described().lastActivatedAt()).isNotNull();
    }

    private List<String> told(TestImage image) {
        return StorageClassEventLog.of(services, source, image.digest()).stream()
                .map(change -> change.target().name())
                .toList();
    }

    @Test
    void each_change_is_told_of_once() {
        update(TAG, TargetStorageClass.STANDARD);
        assertThat(told(IMAGE)).isEmpty();

        update(TAG, TargetStorageClass.ARCHIVE);
        update(TAG, TargetStorageClass.ARCHIVE);
        assertThat(told(IMAGE)).containsExactly("ARCHIVE");

        update(TAG, TargetStorageClass.STANDARD);
        update(TAG, TargetStorageClass.ARCHIVE);
        put(REPOSITORY, IMAGE, "v1");
        assertThat(told(IMAGE)).containsExactly("ARCHIVE", "STANDARD", "ARCHIVE", "STANDARD");
        StorageClassChange restored = StorageClassEventLog.of(services, source, IMAGE.digest()).get(3);
        assertThat(restored.at()).isEqualTo(described().lastActivatedAt());
        assertThat(restored.mediaType()).isEqualTo(IMAGE.mediaType());
        assertThat(restored.isReferrer()).isFalse();
    }

    @Test
    void signature_is_told_of_as_a_referrer() {
        TestImage signature = Images.artifact(IMAGE).build();
        push(REPOSITORY, signature, "signature");

        update(ImageIdentifier.builder().imageDigest(signature.digest().toString()).build(), TargetStorageClass.ARCHIVE);

        assertThat(StorageClassEventLog.of(services, source, signature.digest())).singleElement().satisfies(change -> {
            assertThat(change.isReferrer()).isTrue();
            assertThat(change.artifactType()).contains(signature.read().artifactType().orElseThrow());
        });
        assertThat(told(IMAGE)).isEmpty();
    }

    @Test
    void lists_tell_of_archived_images_by_their_filter_alone() {
        push(REPOSITORY, Images.image().seed(2).layerSize(64).build(), "v2");
        update(TAG, TargetStorageClass.ARCHIVE);

        assertThat(ecr.listImages(list -> list.repositoryName(REPOSITORY)).imageIds())
                .extracting(ImageIdentifier::imageTag).containsExactly("v2");
        assertThat(listed(ImageStatusFilter.ARCHIVED)).extracting(ImageIdentifier::imageTag).containsExactly("v1");
        assertThat(listed(ImageStatusFilter.ACTIVATING)).isEmpty();
        assertThat(listed(ImageStatusFilter.ANY)).hasSize(2);
        assertThat(ecr.describeImages(list -> list.repositoryName(REPOSITORY)).imageDetails())
                .flatExtracting(ImageDetail::imageTags).containsExactly("v2");
        assertThat(ecr.describeImages(list -> list.repositoryName(REPOSITORY)
                        .filter(filter -> filter.imageStatus(ImageStatusFilter.ARCHIVED))).imageDetails())
                .flatExtracting(ImageDetail::imageTags).containsExactly("v1");
    }

    @Test
    void image_that_is_pushed_again_is_restored() {
        update(TAG, TargetStorageClass.ARCHIVE);

        put(REPOSITORY, IMAGE, "v1");

        assertThat(described().imageStatus()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(described().lastActivatedAt()).isNotNull();
    }

    @Test
    void layers_of_an_archived_image_are_available_to_another_without_an_upload() {
        update(TAG, TargetStorageClass.ARCHIVE);

        assertThat(ecr.batchCheckLayerAvailability(check -> check.repositoryName(REPOSITORY)
                        .layerDigests(IMAGE.blobs().stream().map(blob -> blob.digest().toString()).toList())).layers())
                .hasSameSizeAs(IMAGE.blobs())
                .allSatisfy(layer -> assertThat(layer.layerAvailability()).isEqualTo(LayerAvailability.AVAILABLE));
        String manifest = IMAGE.manifestText().replaceFirst("}$", ",\"annotations\":{\"of\":\"the same layers\"}}");
        TestImage other = new TestImage(
                IMAGE.mediaType(), manifest.getBytes(StandardCharsets.UTF_8), IMAGE.blobs(), IMAGE.children());
        put(REPOSITORY, other, "v2");
        assertThat(ecr.batchGetImage(get -> get.repositoryName(REPOSITORY).imageIds(id -> id.imageTag("v2"))).images()).hasSize(1);
        assertThat(described().imageStatus()).isEqualTo(ImageStatus.ARCHIVED);
    }

    @Test
    void image_of_an_index_cannot_be_archived_and_an_index_restores_what_it_lists() {
        update(TAG, TargetStorageClass.ARCHIVE);
        put(REPOSITORY, Images.index(IMAGE).build(), "multi");

        assertThat(described().imageStatus()).isEqualTo(ImageStatus.ACTIVE);
        assertRefused(() -> update(TAG, TargetStorageClass.ARCHIVE), "ImageStorageClassUpdateNotSupportedException",
                "The storage class of the image with digest '" + IMAGE.digest()
                        + "' cannot be updated because a manifest list references it");
        assertThat(described().imageStatus()).isEqualTo(ImageStatus.ACTIVE);
    }

    @Test
    void what_is_not_there_is_refused() {
        assertRefused(() -> update(ImageIdentifier.builder().imageTag("v9").build(), TargetStorageClass.ARCHIVE),
                "ImageNotFoundException", "The image with imageId {imageDigest:'null', imageTag:'v9'} does not exist within the "
                        + "repository with name '" + REPOSITORY + "' in the registry with id '" + account + "'");
        assertRefused(() -> ecr.updateImageStorageClass(request -> request.repositoryName("other").imageId(TAG)
                        .targetStorageClass(TargetStorageClass.ARCHIVE)),
                "RepositoryNotFoundException", noRepository("other"));
    }

    @Test
    void restored_image_replicates_as_the_rules_have_it_then_and_an_archived_one_does_not() {
        Registry elsewhere = Registry.of(account, "eu-west-1");
        services.configure(source, elsewhere);
        update(TAG, TargetStorageClass.ARCHIVE);
        assertThat(services.listed(elsewhere)).isEmpty();

        update(TAG, TargetStorageClass.STANDARD);
        Push restored = services.history.of(source.region(), ImageKey.of(source.account(), Services.APP, IMAGE.digest())).stream()
                .map(history -> history.push())
                .filter(push -> !push.plan().isEmpty())
                .findFirst().orElseThrow();
        assertThat(api.ecr(account, source.region().value()).describeImageReplicationStatus(request -> request
                        .repositoryName(REPOSITORY).imageId(id -> id.imageTag("v1"))).replicationStatuses())
                .singleElement().satisfies(status -> assertThat(status.statusAsString()).isEqualTo("IN_PROGRESS"));
        services.deliver(restored);

        assertThat(services.tagged(elsewhere, "v1")).contains(IMAGE.digest());
    }

    @Test
    void replica_that_was_archived_at_its_destination_is_restored_by_a_replication() {
        Registry elsewhere = Registry.of(account, "eu-west-1");
        services.configure(source, elsewhere);
        services.deliver(services.push(source, IMAGE, "v2"));
        api.ecr(account, "eu-west-1").updateImageStorageClass(request -> request.repositoryName(REPOSITORY)
                .imageId(id -> id.imageTag("v2")).targetStorageClass(TargetStorageClass.ARCHIVE));

        services.deliver(services.push(source, IMAGE, "v3"));

        assertThat(services.listed(elsewhere)).singleElement()
                .satisfies(image -> assertThat(image.storage().isArchived()).isFalse());
        assertThat(StorageClassEventLog.of(services, elsewhere, IMAGE.digest())).extracting(change -> change.target().name())
                .containsExactly("ARCHIVE", "STANDARD");
    }
}
