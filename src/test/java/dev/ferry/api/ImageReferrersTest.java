package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageReferrer;
import software.amazon.awssdk.services.ecr.model.ListImageReferrersFilter;
import software.amazon.awssdk.services.ecr.model.ListImageReferrersResponse;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

class ImageReferrersTest extends ApiTest {
    private static final TestImage IMAGE = Images.image().build();
    private static final String SIGNATURE = "application/vnd.example.signature";
    private static final String SBOM = "application/vnd.example.sbom";

    private final TestImage signature = Images.artifact(IMAGE).type(SIGNATURE).annotation("by", "me").build();
    private final TestImage sbom = Images.artifact(IMAGE).type(SBOM).seed(2).build();

    @BeforeEach
    void pushWhatRefersToAnImage() {
        create("app");
        for (TestImage image : List.of(signature, sbom)) {
            image.blobs().forEach(blob -> upload("app", blob.bytes()));
            put("app", image, null);
        }
    }

    private ListImageReferrersResponse list(Digest subject, ListImageReferrersFilter filter, int size, String token) {
        return ecr.listImageReferrers(list -> list.repositoryName("app")
                .subjectId(id -> id.imageDigest(subject.toString())).filter(filter).maxResults(size).nextToken(token));
    }

    @Test
    void referrers_are_told_with_type_and_annotations_also_before_their_subject_comes() {
        ListImageReferrersFilter signatures = ListImageReferrersFilter.builder().artifactTypes(SIGNATURE).build();

        assertThat(list(IMAGE.digest(), null, 20, null).referrers()).extracting(ImageReferrer::digest)
                .containsExactlyInAnyOrder(signature.digest().toString(), sbom.digest().toString());
        assertThat(list(IMAGE.digest(), signatures, 20, null).referrers()).singleElement().satisfies(told -> {
            assertThat(told.digest()).isEqualTo(signature.digest().toString());
            assertThat(told.artifactType()).isEqualTo(SIGNATURE);
            assertThat(told.mediaType()).isEqualTo(signature.mediaType());
            assertThat(told.size()).isEqualTo(signature.manifest().length);
            assertThat(told.annotations()).containsEntry("by", "me");
            assertThat(told.artifactStatusAsString()).isEqualTo("ACTIVE");
        });
        assertThat(list(Digest.sha256("unknown"), null, 20, null).referrers()).isEmpty();
    }

    @Test
    void pages_lead_from_one_to_the_next_and_a_token_of_another_kind_is_refused() {
        List<String> told = new ArrayList<>();
        ListImageReferrersResponse page = list(IMAGE.digest(), null, 1, null);
        told.addAll(page.referrers().stream().map(ImageReferrer::digest).toList());
        assertThat(told).hasSize(1);
        page = list(IMAGE.digest(), null, 1, page.nextToken());
        told.addAll(page.referrers().stream().map(ImageReferrer::digest).toList());

        assertThat(page.nextToken()).isNull();
        assertThat(told).containsExactlyInAnyOrder(signature.digest().toString(), sbom.digest().toString());
        assertRefused(() -> list(IMAGE.digest(), null, 1, "bogus"), "InvalidParameterException",
                invalid("nextToken", "must be the nextToken of an answer to this operation"));
        refused(() -> list(IMAGE.digest(), null, 51, null), 400, "InvalidParameterException");
    }

    @Test
    void archived_referrers_are_told_by_their_status_alone() {
        ecr.updateImageStorageClass(update -> update.repositoryName("app")
                .imageId(id -> id.imageDigest(sbom.digest().toString())).targetStorageClass(TargetStorageClass.ARCHIVE));

        assertThat(list(IMAGE.digest(), null, 20, null).referrers()).extracting(ImageReferrer::artifactType)
                .containsExactly(SIGNATURE);
        assertThat(list(IMAGE.digest(), ListImageReferrersFilter.builder().artifactStatus("ARCHIVED").build(), 20, null).referrers())
                .extracting(ImageReferrer::artifactType).containsExactly(SBOM);
        assertThat(list(IMAGE.digest(), ListImageReferrersFilter.builder().artifactStatus("ANY").build(), 20, null).referrers())
                .hasSize(2);
    }

    @Test
    void what_is_no_repository_or_digest_is_refused() {
        refused(() -> ecr.listImageReferrers(list -> list.repositoryName("gone")
                .subjectId(id -> id.imageDigest(IMAGE.digest().toString()))), 400, "RepositoryNotFoundException");
        refused(() -> ecr.listImageReferrers(list -> list.repositoryName("app").subjectId(id -> id.imageDigest("latest"))),
                400, "InvalidParameterException");
    }
}
