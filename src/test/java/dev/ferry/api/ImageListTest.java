package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.MediaTypes;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** Images are listed and described, all of them page by page or those that are named. */
class ImageListTest extends ApiTest {
    private final TestImage image = Images.image().build();
    private final TestImage untagged = Images.image().seed(2).build();
    private final TestImage index = Images.index(image, untagged).build();
    private final TestImage signature = Images.artifact(image).build();

    @BeforeEach
    void pushImages() {
        create("app");
        push("app", index, "latest");
        for (String tag : List.of("v1", "v2", "v3")) {
            put("app", image, tag);
        }
        push("app", signature, null);
    }

    private static ImageIdentifier id(TestImage image, String tag) {
        return ImageIdentifier.builder().imageDigest(image.digest().toString()).imageTag(tag).build();
    }

    private List<ImageIdentifier> everyId() {
        return List.of(id(image, "v1"), id(image, "v2"), id(image, "v3"), id(index, "latest"), id(untagged, null),
                id(signature, null));
    }

    private List<String> digests(TagStatus status) {
        return ecr.describeImages(describe -> describe.repositoryName("app").filter(filter -> filter.tagStatus(status)))
                .imageDetails().stream().map(ImageDetail::imageDigest).toList();
    }

    @Test
    void list_gives_each_tag_and_each_untagged_image() {
        assertThat(ecr.listImages(list -> list.repositoryName("app")).imageIds())
                .containsExactlyInAnyOrderElementsOf(everyId());
    }

    @Test
    void list_gives_each_once_in_pages_of_exactly_the_size_asked_for() {
        for (int size = 1; size <= 7; size++) {
            List<ImageIdentifier> seen = new ArrayList<>();
            Optional<String> token = Optional.empty();
            do {
                String from = token.orElse(null);
                int most = size;
                var page = ecr.listImages(list -> list.repositoryName("app").maxResults(most).nextToken(from));
                assertThat(page.imageIds()).hasSize(Math.min(size, everyId().size() - seen.size()));
                seen.addAll(page.imageIds());
                token = Optional.ofNullable(page.nextToken());
            } while (token.isPresent());
            assertThat(seen).containsExactlyInAnyOrderElementsOf(everyId());
        }
    }

    @Test
    void list_goes_on_where_it_was_though_images_come_and_go() {
        var first = ecr.listImages(list -> list.repositoryName("app").maxResults(3));
        ImageIdentifier last = first.imageIds().get(2);
        ecr.batchDeleteImage(delete -> delete.repositoryName("app").imageIds(
                ImageIdentifier.builder().imageTag("v2").build()));
        TestImage added = Images.image().seed(3).build();
        push("app", added, "new");

        List<ImageIdentifier> rest = ecr.listImages(list ->
                list.repositoryName("app").nextToken(first.nextToken())).imageIds();

        assertThat(rest).doesNotContainAnyElementsOf(first.imageIds()).doesNotContain(last);
        List<ImageIdentifier> all = new ArrayList<>(first.imageIds());
        all.addAll(rest);
        List<ImageIdentifier> expected = new ArrayList<>(everyId());
        expected.remove(id(image, "v2"));
        assertThat(all).doesNotHaveDuplicates().containsAll(expected);
    }

    @Test
    void lists_are_filtered_by_tag_status() {
        var tagged = ecr.listImages(list -> list.repositoryName("app").filter(filter -> filter.tagStatus(TagStatus.TAGGED)));
        var without = ecr.listImages(list -> list.repositoryName("app").filter(filter -> filter.tagStatus(TagStatus.UNTAGGED)));
        var any = ecr.listImages(list -> list.repositoryName("app").filter(filter -> filter.tagStatus(TagStatus.ANY)));

        assertThat(tagged.imageIds()).containsExactlyInAnyOrder(
                id(image, "v1"), id(image, "v2"), id(image, "v3"), id(index, "latest"));
        assertThat(without.imageIds()).containsExactlyInAnyOrder(id(untagged, null), id(signature, null));
        assertThat(any.imageIds()).hasSize(6);
        assertThat(digests(TagStatus.TAGGED))
                .containsExactlyInAnyOrder(image.digest().toString(), index.digest().toString());
        assertThat(digests(TagStatus.UNTAGGED))
                .containsExactlyInAnyOrder(untagged.digest().toString(), signature.digest().toString());
        assertThat(digests(TagStatus.ANY)).hasSize(4);
    }

    @Test
    void a_filter_fills_its_pages() {
        var page = ecr.listImages(list -> list.repositoryName("app").maxResults(2)
                .filter(filter -> filter.tagStatus(TagStatus.UNTAGGED)));

        assertThat(page.imageIds()).hasSize(2);
        assertThat(page.nextToken()).isNull();
    }

    @Test
    void nothing_is_archived() {
        for (ImageStatusFilter status : List.of(ImageStatusFilter.ARCHIVED, ImageStatusFilter.ACTIVATING)) {
            assertThat(ecr.listImages(list -> list.repositoryName("app").filter(filter -> filter.imageStatus(status)))
                    .imageIds()).isEmpty();
            assertThat(ecr.describeImages(list -> list.repositoryName("app").filter(filter -> filter.imageStatus(status)))
                    .imageDetails()).isEmpty();
        }
        for (ImageStatusFilter status : List.of(ImageStatusFilter.ACTIVE, ImageStatusFilter.ANY)) {
            assertThat(ecr.listImages(list -> list.repositoryName("app").filter(filter -> filter.imageStatus(status)))
                    .imageIds()).hasSize(6);
        }
    }

    @Test
    void describe_tells_all_that_is_known_of_an_image() {
        var details = ecr.describeImages(describe -> describe.repositoryName("app").imageIds(
                id(image, null), id(index, null), id(signature, null))).imageDetails();

        ImageDetail single = details.get(0);
        assertThat(single.registryId()).isEqualTo(account);
        assertThat(single.repositoryName()).isEqualTo("app");
        assertThat(single.imageDigest()).isEqualTo(image.digest().toString());
        assertThat(single.imageTags()).containsExactly("v1", "v2", "v3");
        assertThat(single.imageSizeInBytes()).isEqualTo(image.read().sizeInBytes());
        assertThat(single.imageManifestMediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(single.imageStatus()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(single.subjectManifestDigest()).isNull();
        assertThat(details.get(1).imageManifestMediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(details.get(2).hasImageTags()).isFalse();
        assertThat(details.get(2).subjectManifestDigest()).isEqualTo(image.digest().toString());
        assertThat(details.get(2).artifactMediaType()).isEqualTo("application/vnd.example.signature.v1");
    }

    @Test
    void describe_gives_an_image_once_by_however_many_names() {
        assertThat(ecr.describeImages(describe -> describe.repositoryName("app").imageIds(
                        id(image, "v1"), ImageIdentifier.builder().imageTag("v2").build(), id(image, null)))
                .imageDetails()).hasSize(1);
    }

    @Test
    void describe_gives_each_image_once_page_by_page() {
        List<String> seen = new ArrayList<>();
        ecr.describeImagesPaginator(describe -> describe.repositoryName("app").maxResults(3)).forEach(page -> {
            assertThat(page.imageDetails()).hasSizeLessThanOrEqualTo(3);
            page.imageDetails().forEach(detail -> seen.add(detail.imageDigest()));
        });

        assertThat(seen).isSorted().containsExactlyInAnyOrder(image.digest().toString(), untagged.digest().toString(),
                index.digest().toString(), signature.digest().toString());
    }

    @Test
    void describe_refuses_an_image_that_is_missing() {
        assertRefused(() -> ecr.describeImages(describe -> describe.repositoryName("app").imageIds(
                        id(image, "v1"), ImageIdentifier.builder().imageTag("gone").build())),
                "ImageNotFoundException", "The image with imageId {imageDigest:'null', imageTag:'gone'} does not exist within "
                        + "the repository with name 'app' in the registry with id '" + account + "'");
        refused(() -> ecr.describeImages(describe -> describe.repositoryName("app").imageIds(id(index, "v1"))), 400,
                "ImageNotFoundException");
    }

    @Test
    void describe_refuses_an_identifier_that_is_none_and_names_together_with_paging() {
        refused(() -> ecr.describeImages(describe -> describe.repositoryName("app").imageIds(
                ImageIdentifier.builder().imageDigest("sha256:1").build())), 400, "InvalidParameterException");
        assertRefused(() -> ecr.describeImages(describe -> describe.repositoryName("app").maxResults(1)
                        .imageIds(id(image, null))),
                "InvalidParameterException", invalid("maxResults", "cannot be used together with imageIds"));
        assertRefused(() -> ecr.describeImages(describe -> describe.repositoryName("app").nextToken("bm9uZQ")),
                "InvalidParameterException", invalid("nextToken", "must be the nextToken of an answer to this operation"));
        assertRefused(() -> ecr.listImages(list -> list.repositoryName("app").nextToken("bm9uZQ")),
                "InvalidParameterException", invalid("nextToken", "must be the nextToken of an answer to this operation"));
    }

    @Test
    void images_of_a_repository_that_is_not_there_are_refused() {
        assertRefused(() -> ecr.listImages(list -> list.repositoryName("gone")),
                "RepositoryNotFoundException", noRepository("gone"));
        assertRefused(() -> ecr.describeImages(describe -> describe.repositoryName("gone")),
                "RepositoryNotFoundException", noRepository("gone"));
    }
}
