package dev.ferry.api;

import static dev.ferry.api.LifecyclePolicyTexts.ARCHIVE;
import static dev.ferry.api.LifecyclePolicyTexts.EXPIRE;
import static dev.ferry.api.LifecyclePolicyTexts.any;
import static dev.ferry.api.LifecyclePolicyTexts.policy;
import static dev.ferry.api.LifecyclePolicyTexts.rule;
import static dev.ferry.api.LifecyclePolicyTexts.selection;
import static dev.ferry.api.LifecyclePolicyTexts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.UniqueNames;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.lifecycle.LifecyclePages;
import dev.ferry.service.lifecycle.LifecyclePreviews;
import dev.ferry.service.lifecycle.LifecycleRun;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewResponse;
import software.amazon.awssdk.services.ecr.model.ImageActionType;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewResult;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewStatus;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** A preview tells what a lifecycle policy would do, and does nothing. */
class LifecyclePreviewTest extends ApiTest {
    private static final List<TestImage> IMAGES = List.of(image(1), image(2), image(3), image(4));
    /** In a Region whose queue no other test looks into. */
    private static final String QUIET = "sa-east-1";
    private static final String UNTAGGED = "\"tagStatus\":\"untagged\"";

    private final EcrClient quiet = api.ecr(account, QUIET);
    private final LifecycleRun run = new LifecycleRun(new RegionName(QUIET), new LifecyclePages(), Clock.systemUTC());

    private static TestImage image(int seed) {
        return Images.image().seed(seed).layerSize(64).build();
    }

    private void pushAll() {
        quiet.createRepository(create -> create.repositoryName("app"));
        for (int number = 0; number < IMAGES.size(); number++) {
            push(IMAGES.get(number), "v" + number);
        }
    }

    private void push(TestImage image, String tag) {
        image.blobs().forEach(blob -> {
            String upload = quiet.initiateLayerUpload(begin -> begin.repositoryName("app")).uploadId();
            quiet.uploadLayerPart(part -> part.repositoryName("app").uploadId(upload).partFirstByte(0L)
                    .partLastByte(blob.bytes().length - 1L)
                    .layerPartBlob(software.amazon.awssdk.core.SdkBytes.fromByteArray(blob.bytes())));
            quiet.completeLayerUpload(complete -> complete.repositoryName("app").uploadId(upload)
                    .layerDigests(blob.digest().toString()));
        });
        quiet.putImage(put -> put.repositoryName("app").imageManifest(image.manifestText())
                .imageManifestMediaType(image.mediaType()).imageTag(tag));
    }

    private void start(String text) {
        assertThat(quiet.startLifecyclePolicyPreview(start -> start.repositoryName("app").lifecyclePolicyText(text)).status())
                .isEqualTo(LifecyclePolicyPreviewStatus.IN_PROGRESS);
    }

    private GetLifecyclePolicyPreviewResponse get() {
        return quiet.getLifecyclePolicyPreview(get -> get.repositoryName("app"));
    }

    @Test
    void preview_is_in_progress_and_then_complete_with_its_results() {
        pushAll();
        String text = policy(
                rule(selection(tagged("tagPatternList", "v*"), "imageCountMoreThan", 2), EXPIRE),
                rule(selection(UNTAGGED, "imageCountMoreThan", 1), ARCHIVE));
        start(text);

        GetLifecyclePolicyPreviewResponse before = get();
        assertThat(before.status()).isEqualTo(LifecyclePolicyPreviewStatus.IN_PROGRESS);
        assertThat(before.previewResults()).isEmpty();
        assertThat(before.summary()).isNull();

        run.drain();
        GetLifecyclePolicyPreviewResponse complete = get();
        assertThat(complete.status()).isEqualTo(LifecyclePolicyPreviewStatus.COMPLETE);
        assertThat(complete.lifecyclePolicyText()).isEqualTo(text);
        assertThat(complete.registryId()).isEqualTo(account);
        assertThat(complete.summary().expiringImageTotalCount()).isEqualTo(2);
        assertThat(complete.summary().transitioningImageTotalCounts()).isEmpty();
        assertThat(complete.previewResults()).allSatisfy(result -> {
            assertThat(result.action().type()).isEqualTo(ImageActionType.EXPIRE);
            assertThat(result.appliedRulePriority()).isEqualTo(1);
            assertThat(result.storageClassAsString()).isEqualTo("STANDARD");
            assertThat(result.imagePushedAt()).isNotNull();
        });
        assertThat(complete.previewResults()).flatExtracting(LifecyclePolicyPreviewResult::imageTags)
                .containsExactlyInAnyOrder("v0", "v1");
        assertThat(quiet.listImages(list -> list.repositoryName("app")).imageIds()).hasSize(4);
    }

    @Test
    void results_come_by_pages_by_filter_and_by_identifier() {
        pushAll();
        quiet.putLifecyclePolicy(put -> put.repositoryName("app").lifecyclePolicyText(any("imageCountMoreThan", 1)));
        assertThat(quiet.startLifecyclePolicyPreview(start -> start.repositoryName("app")).lifecyclePolicyText())
                .isEqualTo(any("imageCountMoreThan", 1));
        run.drain();

        List<LifecyclePolicyPreviewResult> paged = quiet.getLifecyclePolicyPreviewPaginator(
                get -> get.repositoryName("app").maxResults(2)).previewResults().stream().toList();
        assertThat(paged).flatExtracting(LifecyclePolicyPreviewResult::imageTags)
                .containsExactlyInAnyOrder("v0", "v1", "v2");
        assertThat(quiet.getLifecyclePolicyPreview(get -> get.repositoryName("app").maxResults(2)).nextToken()).isNotNull();
        assertThat(quiet.getLifecyclePolicyPreview(get -> get.repositoryName("app")
                .filter(filter -> filter.tagStatus(TagStatus.UNTAGGED))).previewResults()).isEmpty();
        assertThat(quiet.getLifecyclePolicyPreview(get -> get.repositoryName("app")
                        .imageIds(id -> id.imageTag("v3"), id -> id.imageTag("v2"), id -> id.imageTag("gone"))).previewResults())
                .singleElement().satisfies(result -> assertThat(result.imageTags()).containsExactly("v2"));
    }

    @Test
    void another_preview_waits_for_the_end_of_the_last() {
        quiet.createRepository(create -> create.repositoryName("app"));
        start(any("imageCountMoreThan", 1));

        assertRefused(() -> start(any("imageCountMoreThan", 2)), "LifecyclePolicyPreviewInProgressException",
                "The previous lifecycle policy preview request for the repository with name 'app' in the registry with id '"
                        + account + "' has not completed; wait and try again");
        run.drain();
        start(any("imageCountMoreThan", 2));
        run.drain();
        assertThat(get().lifecyclePolicyText()).isEqualTo(any("imageCountMoreThan", 2));
    }

    @Test
    void what_is_not_there_is_refused() {
        assertRefused(() -> start(any("imageCountMoreThan", 1)), "RepositoryNotFoundException", noRepository("app"));
        assertRefused(this::get, "RepositoryNotFoundException", noRepository("app"));
        quiet.createRepository(create -> create.repositoryName("app"));
        assertRefused(this::get, "LifecyclePolicyPreviewNotFoundException", "Lifecycle policy preview does not exist for the "
                + "repository with name 'app' in the registry with id '" + account + "'");
        assertRefused(() -> quiet.startLifecyclePolicyPreview(begin -> begin.repositoryName("app")),
                "LifecyclePolicyNotFoundException", "Lifecycle policy does not exist for the repository with name 'app' "
                        + "in the registry with id '" + account + "'");
        assertRefused(() -> start(any("imageCountMoreThan", 0)), "InvalidParameterException",
                invalid("LifecyclePolicyText", "Lifecycle policy validation failure: numeric instance is lower than the required "
                        + "minimum (minimum: 1, found: 0)"));
    }

    @Test
    void preview_that_nobody_was_asked_to_make_is_not_left_in_progress() {
        quiet.createRepository(create -> create.repositoryName("app"));
        SdkCalls.beforeNext("SendMessage", () -> {
            throw SdkClientException.create("the network is down");
        });

        refused(() -> start(any("imageCountMoreThan", 1)), 500, "ServerException");

        start(any("imageCountMoreThan", 1));
        run.drain();
    }

    @Test
    void preview_is_told_for_a_day_and_fails_where_nobody_makes_it_within_an_hour() {
        quiet.createRepository(create -> create.repositoryName("app"));
        start(any("imageCountMoreThan", 1));

        assertThat(statusAfter(Duration.ofMinutes(59))).isEqualTo("IN_PROGRESS");
        assertThat(statusAfter(Duration.ofMinutes(61))).isEqualTo("FAILED");
        run.drain();
        assertThat(statusAfter(Duration.ofMinutes(61))).isEqualTo("COMPLETE");
        assertThat(statusAfter(Duration.ofHours(25))).isEqualTo("EXPIRED");
    }

    private String statusAfter(Duration time) {
        LifecyclePreviews previews = FerryBeans.create().with(UniqueNames.class, new UniqueNames())
                .with(Clock.class, Clock.offset(Clock.systemUTC(), time)).get(LifecyclePreviews.class);
        return previews.status(previews.get(Registry.of(account, QUIET), new RepositoryName("app"))).name();
    }
}
