package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilterType;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Repositories are made, described, set and deleted. */
class RepositoryOperationsTest extends ApiTest {

    private Repository describe(String name) {
        return ecr.describeRepositories(describe -> describe.repositoryNames(name)).repositories().get(0);
    }

    private static ImageTagMutabilityExclusionFilter exclusion(String wildcard) {
        return ImageTagMutabilityExclusionFilter.builder()
                .filter(wildcard)
                .filterType(ImageTagMutabilityExclusionFilterType.WILDCARD)
                .build();
    }

    @Test
    void create_makes_a_repository_with_ECRs_defaults() {
        Repository made = ecr.createRepository(create -> create.repositoryName("team/app")).repository();

        assertThat(made.repositoryArn()).isEqualTo(arn("team/app"));
        assertThat(made.registryId()).isEqualTo(account);
        assertThat(made.repositoryUri()).isEqualTo(api.endpoint().getAuthority() + "/team/app");
        assertThat(made.createdAt()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now().plusSeconds(1));
        assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
        assertThat(made.imageTagMutabilityExclusionFilters()).isEmpty();
        assertThat(made.imageScanningConfiguration().scanOnPush()).isFalse();
        assertThat(made.encryptionConfiguration().encryptionType()).isEqualTo(EncryptionType.AES256);
        assertThat(describe("team/app")).isEqualTo(made);
    }

    @Test
    void create_keeps_every_setting() {
        Repository made = ecr.createRepository(create -> create
                .repositoryName("app")
                .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                .imageTagMutabilityExclusionFilters(exclusion("dev-*"), exclusion("latest"))
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(true))
                .encryptionConfiguration(encryption -> encryption
                        .encryptionType(EncryptionType.KMS)
                        .kmsKey("arn:aws:kms:us-west-2:111122223333:key/k"))
                .tags(Tag.builder().key("stage").value("prod").build())).repository();

        assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
        assertThat(made.imageTagMutabilityExclusionFilters()).containsExactly(exclusion("dev-*"), exclusion("latest"));
        assertThat(made.imageScanningConfiguration().scanOnPush()).isTrue();
        assertThat(made.encryptionConfiguration().kmsKey()).isEqualTo("arn:aws:kms:us-west-2:111122223333:key/k");
        assertThat(describe("app")).isEqualTo(made);
        assertThat(ecr.listTagsForResource(list -> list.resourceArn(arn("app"))).tags())
                .containsExactly(Tag.builder().key("stage").value("prod").build());
    }

    @Test
    void create_refuses_a_name_that_is_taken() {
        create("app");

        assertRefused(() -> create("app"), "RepositoryAlreadyExistsException",
                "The repository with name 'app' already exists in the registry with id '" + account + "'");
    }

    @Test
    void create_refuses_exclusions_that_do_not_go_with_the_mode() {
        assertRefused(() -> ecr.createRepository(create -> create
                        .repositoryName("app").imageTagMutability("IMMUTABLE_WITH_EXCLUSION")),
                "InvalidParameterException", invalid("imageTagMutabilityExclusionFilters",
                        "IMMUTABLE_WITH_EXCLUSION needs at least one imageTagMutabilityExclusionFilter"));
        assertRefused(() -> describe("app"), "RepositoryNotFoundException", noRepository("app"));
    }

    @Test
    void describe_names_the_first_repository_that_is_missing() {
        create("app");

        assertRefused(() -> ecr.describeRepositories(describe -> describe.repositoryNames("app", "gone", "missing")),
                "RepositoryNotFoundException", noRepository("gone"));
    }

    @Test
    void describe_gives_repositories_in_the_order_asked_for() {
        create("a2");
        create("a1");

        assertThat(ecr.describeRepositories(describe -> describe.repositoryNames("a2", "a1")).repositories())
                .extracting(Repository::repositoryName).containsExactly("a2", "a1");
    }

    @Test
    void describe_gives_each_repository_once_page_by_page() {
        List<String> names = IntStream.range(0, 5).mapToObj(number -> "app-" + number).toList();
        names.forEach(this::create);

        List<Integer> sizes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        ecr.describeRepositoriesPaginator(describe -> describe.maxResults(2)).forEach(page -> {
            sizes.add(page.repositories().size());
            page.repositories().forEach(repository -> seen.add(repository.repositoryName()));
        });

        assertThat(seen).isEqualTo(names);
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(ecr.describeRepositories(describe -> describe.maxResults(5)).nextToken()).isNull();
        assertThat(ecr.describeRepositories(describe -> {}).repositories()).hasSize(5);
    }

    @Test
    void describe_of_an_empty_registry_is_empty() {
        assertThat(ecr.describeRepositories(describe -> {}).repositories()).isEmpty();
    }

    @Test
    void describe_refuses_names_together_with_paging() {
        assertRefused(() -> ecr.describeRepositories(describe -> describe.repositoryNames("app").maxResults(1)),
                "InvalidParameterException", invalid("maxResults", "cannot be used together with repositoryNames"));
        assertRefused(() -> ecr.describeRepositories(describe -> describe.repositoryNames("app").nextToken("eA")),
                "InvalidParameterException", invalid("nextToken", "cannot be used together with repositoryNames"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "not a token", "QQ", ""})
    void describe_refuses_a_token_that_it_did_not_give(String token) {
        assertRefused(() -> ecr.describeRepositories(describe -> describe.nextToken(token)),
                "InvalidParameterException",
                invalid("nextToken", "must be the nextToken of an answer to this operation"));
    }

    @Test
    void delete_takes_an_empty_repository_and_its_policy_away() {
        create("app");
        ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(PolicyTexts.allow("*", "ecr:PutImage")));

        assertThat(ecr.deleteRepository(delete -> delete.repositoryName("app")).repository().repositoryArn())
                .isEqualTo(arn("app"));

        assertRefused(() -> describe("app"), "RepositoryNotFoundException", noRepository("app"));
        create("app");
        refused(() -> ecr.getRepositoryPolicy(get -> get.repositoryName("app")), 400, "RepositoryPolicyNotFoundException");
    }

    @Test
    void delete_refuses_a_repository_with_images_unless_forced() {
        create("app");
        push("app", Images.image().build(), "v1");

        assertRefused(() -> ecr.deleteRepository(delete -> delete.repositoryName("app")), "RepositoryNotEmptyException",
                "The repository with name 'app' in registry with id '" + account
                        + "' cannot be deleted because it still contains images");
        assertThat(ecr.listImages(list -> list.repositoryName("app")).imageIds()).hasSize(1);

        ecr.deleteRepository(delete -> delete.repositoryName("app").force(true));
        create("app");
        assertThat(ecr.listImages(list -> list.repositoryName("app")).imageIds()).isEmpty();
        assertThat(ecr.batchCheckLayerAvailability(check -> check.repositoryName("app")
                .layerDigests(Images.image().build().config().digest().toString())).layers().get(0)
                .layerAvailabilityAsString()).isEqualTo("UNAVAILABLE");
    }

    @Test
    void delete_refuses_a_repository_that_is_not_there() {
        assertRefused(() -> ecr.deleteRepository(delete -> delete.repositoryName("app")),
                "RepositoryNotFoundException", noRepository("app"));
    }

    @Test
    void put_image_tag_mutability_changes_it_alone() {
        ecr.createRepository(create -> create.repositoryName("app")
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(true)));

        var answer = ecr.putImageTagMutability(put -> put.repositoryName("app")
                .imageTagMutability("MUTABLE_WITH_EXCLUSION")
                .imageTagMutabilityExclusionFilters(exclusion("v*")));

        assertThat(answer.registryId()).isEqualTo(account);
        assertThat(answer.repositoryName()).isEqualTo("app");
        assertThat(answer.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE_WITH_EXCLUSION);
        assertThat(answer.imageTagMutabilityExclusionFilters()).containsExactly(exclusion("v*"));
        assertThat(describe("app").imageTagMutabilityExclusionFilters()).containsExactly(exclusion("v*"));
        assertThat(describe("app").imageScanningConfiguration().scanOnPush()).isTrue();

        ecr.putImageTagMutability(put -> put.repositoryName("app").imageTagMutability("IMMUTABLE"));
        assertThat(describe("app").imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
        assertThat(describe("app").imageTagMutabilityExclusionFilters()).isEmpty();
    }

    @Test
    void put_image_tag_mutability_refuses_what_contradicts_itself() {
        create("app");

        assertRefused(() -> ecr.putImageTagMutability(put -> put.repositoryName("app")
                        .imageTagMutability("IMMUTABLE").imageTagMutabilityExclusionFilters(exclusion("v*"))),
                "InvalidParameterException", invalid("imageTagMutabilityExclusionFilters",
                        "imageTagMutabilityExclusionFilters cannot be given with IMMUTABLE"));
        assertThat(describe("app").imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    }

    @Test
    void put_image_scanning_configuration_changes_it_alone() {
        ecr.createRepository(create -> create.repositoryName("app").imageTagMutability("IMMUTABLE"));

        var answer = ecr.putImageScanningConfiguration(put -> put.repositoryName("app")
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(true)));

        assertThat(answer.imageScanningConfiguration().scanOnPush()).isTrue();
        assertThat(describe("app").imageScanningConfiguration().scanOnPush()).isTrue();
        assertThat(describe("app").imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
    }

    @Test
    void settings_of_a_repository_that_is_not_there_are_refused() {
        assertRefused(() -> ecr.putImageTagMutability(put -> put.repositoryName("app").imageTagMutability("MUTABLE")),
                "RepositoryNotFoundException", noRepository("app"));
        assertRefused(() -> ecr.putImageScanningConfiguration(put -> put.repositoryName("app")
                .imageScanningConfiguration(scanning -> {})), "RepositoryNotFoundException", noRepository("app"));
    }

    @Test
    void changes_at_the_same_time_are_all_kept() {
        create("app");

        CompletableFuture.allOf(Stream.of(
                        change(() -> ecr.putImageTagMutability(put ->
                                put.repositoryName("app").imageTagMutability("IMMUTABLE"))),
                        change(() -> ecr.putImageScanningConfiguration(put -> put.repositoryName("app")
                                .imageScanningConfiguration(scanning -> scanning.scanOnPush(true)))),
                        change(() -> tag("a")), change(() -> tag("b")), change(() -> tag("c")))
                .toArray(CompletableFuture[]::new)).join();

        assertThat(describe("app").imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
        assertThat(describe("app").imageScanningConfiguration().scanOnPush()).isTrue();
        assertThat(ecr.listTagsForResource(list -> list.resourceArn(arn("app"))).tags())
                .extracting(Tag::key).containsExactly("a", "b", "c");
    }

    private static CompletableFuture<Void> change(Runnable change) {
        return CompletableFuture.runAsync(change, runnable -> new Thread(runnable).start());
    }

    private void tag(String key) {
        ecr.tagResource(tag -> tag.resourceArn(arn("app")).tags(Tag.builder().key(key).value("1").build()));
    }
}
