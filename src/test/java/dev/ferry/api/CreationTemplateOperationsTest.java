package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.ApiServer;
import dev.ferry.testing.SdkCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryCreationTemplateResponse;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilterType;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Creation templates are made, told, changed and deleted. */
class CreationTemplateOperationsTest extends ApiTest {
    private static final String LIFECYCLE = LifecyclePolicyTexts.any("imageCountMoreThan", 100);
    private static final String POLICY = PolicyTexts.allow("*", "ecr:BatchGetImage");
    private static final String KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd";

    private final String role = "arn:aws:iam::" + account + ":role/tagger";

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    private static ImageTagMutabilityExclusionFilter exclusion(String wildcard) {
        return ImageTagMutabilityExclusionFilter.builder()
                .filter(wildcard)
                .filterType(ImageTagMutabilityExclusionFilterType.WILDCARD)
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private RepositoryCreationTemplate createTemplate(String prefix) {
        return ecr.createRepositoryCreationTemplate(create ->
                        create.prefix(prefix).appliedFor(RCTAppliedFor.REPLICATION))
                .repositoryCreationTemplate();
    }

    private CreateRepositoryCreationTemplateResponse createWithEverything() {
        return ecr.createRepositoryCreationTemplate(create -> create
                .prefix("prod/team")
                .description("what is replicated to prod")
                .encryptionConfiguration(kms -> kms.encryptionType(EncryptionType.KMS).kmsKey(KEY))
                .resourceTags(tag("stage", "prod"), tag("owner", ""))
                .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                .imageTagMutabilityExclusionFilters(exclusion("latest"), exclusion("dev-*"))
                .repositoryPolicy(POLICY)
                .lifecyclePolicy(LIFECYCLE)
                .appliedFor(RCTAppliedFor.CREATE_ON_PUSH, RCTAppliedFor.REPLICATION)
                .customRoleArn(role));
    }

    private List<RepositoryCreationTemplate> described(String... prefixes) {
        return ecr.describeRepositoryCreationTemplates(describe -> describe.prefixes(prefixes))
                .repositoryCreationTemplates();
    }

    private static String noTemplate(String prefix, String account) {
        return "The repository creation template with prefix '" + prefix + "' does not exist in the registry with id '"
                + account + "'";
    }

    // ------------------------------------------------------------------------------------------------ create

    @Test
    void create_makes_a_template_with_ECRs_defaults() {
        RepositoryCreationTemplate made = createTemplate("prod");

        assertThat(made.prefix()).isEqualTo("prod");
        assertThat(made.description()).isNull();
        assertThat(made.encryptionConfiguration().encryptionType()).isEqualTo(EncryptionType.AES256);
        assertThat(made.encryptionConfiguration().kmsKey()).isNull();
        assertThat(made.resourceTags()).isEmpty();
        assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
        assertThat(made.hasImageTagMutabilityExclusionFilters()).isFalse();
        assertThat(made.repositoryPolicy()).isNull();
        assertThat(made.lifecyclePolicy()).isNull();
        assertThat(made.appliedFor()).containsExactly(RCTAppliedFor.REPLICATION);
        assertThat(made.customRoleArn()).isNull();
        assertThat(made.createdAt()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now().plusSeconds(1));
        assertThat(made.updatedAt()).isEqualTo(made.createdAt());
        assertThat(described("prod")).containsExactly(made);
    }

    @Test
    void create_keeps_every_member() {
        CreateRepositoryCreationTemplateResponse answer = createWithEverything();
        RepositoryCreationTemplate made = answer.repositoryCreationTemplate();

        assertThat(answer.registryId()).isEqualTo(account);
        assertThat(made.prefix()).isEqualTo("prod/team");
        assertThat(made.description()).isEqualTo("what is replicated to prod");
        assertThat(made.encryptionConfiguration().encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(made.encryptionConfiguration().kmsKey()).isEqualTo(KEY);
        assertThat(made.resourceTags()).containsExactly(tag("owner", ""), tag("stage", "prod"));
        assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
        assertThat(made.imageTagMutabilityExclusionFilters()).containsExactly(exclusion("latest"), exclusion("dev-*"));
        assertThat(made.repositoryPolicy()).isEqualTo(POLICY);
        assertThat(made.lifecyclePolicy()).isEqualTo(LIFECYCLE);
        assertThat(made.appliedFor()).containsExactly(RCTAppliedFor.REPLICATION, RCTAppliedFor.CREATE_ON_PUSH);
        assertThat(made.customRoleArn()).isEqualTo(role);
        assertThat(described("prod/team")).containsExactly(made);
    }

    @Test
    void create_refuses_a_prefix_that_has_a_template_with_or_without_the_slash_at_its_end() {
        RepositoryCreationTemplate made = createTemplate("prod/");

        assertThat(made.prefix()).isEqualTo("prod");
        assertRefused(() -> createTemplate("prod"), "TemplateAlreadyExistsException",
                "The repository creation template with prefix 'prod' already exists in the registry with id '" + account + "'");
        assertThat(described("prod")).containsExactly(made);
    }

    @Test
    void create_refuses_what_no_repository_could_have() {
        assertThat(refused(() -> createTemplate("Prod"), 400, "InvalidParameterException")
                .awsErrorDetails().errorMessage()).startsWith("Invalid parameter at 'prefix' failed to satisfy");
        assertThat(refused(() -> ecr.createRepositoryCreationTemplate(create -> create.prefix("prod")
                        .appliedFor(RCTAppliedFor.REPLICATION).repositoryPolicy("{}")),
                400, "InvalidParameterException").awsErrorDetails().errorMessage())
                .startsWith("Invalid parameter at 'repositoryPolicy' failed to satisfy constraint: 'Invalid repository policy");
        assertRefused(() -> ecr.createRepositoryCreationTemplate(create -> create.prefix("prod")
                        .appliedFor(RCTAppliedFor.REPLICATION).imageTagMutability(ImageTagMutability.MUTABLE_WITH_EXCLUSION)),
                "InvalidParameterException",
                invalid("imageTagMutabilityExclusionFilters",
                        "MUTABLE_WITH_EXCLUSION needs at least one imageTagMutabilityExclusionFilter"));
        assertRefused(() -> ecr.createRepositoryCreationTemplate(create -> create.prefix("prod")
                        .appliedFor(RCTAppliedFor.REPLICATION).resourceTags(tag("key", "1"), tag("key", "2"))),
                "InvalidParameterException", invalid("resourceTags", "The tag 'key' is given twice"));
        assertThat(described("prod")).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------ update

    @Test
    void update_changes_what_is_given_and_nothing_else() {
        RepositoryCreationTemplate made = createWithEverything().repositoryCreationTemplate();

        var answer = ecr.updateRepositoryCreationTemplate(update -> update
                .prefix("prod/team").description("changed").appliedFor(RCTAppliedFor.PULL_THROUGH_CACHE));
        RepositoryCreationTemplate changed = answer.repositoryCreationTemplate();

        assertThat(answer.registryId()).isEqualTo(account);
        assertThat(changed).isEqualTo(made.toBuilder()
                .description("changed")
                .appliedFor(RCTAppliedFor.PULL_THROUGH_CACHE)
                .updatedAt(changed.updatedAt())
                .build());
        assertThat(changed.updatedAt()).isAfterOrEqualTo(made.updatedAt());
        assertThat(described("prod/team")).containsExactly(changed);
    }

    @Test
    void update_takes_away_what_is_given_empty() {
        createWithEverything();

        RepositoryCreationTemplate changed = ecr.updateRepositoryCreationTemplate(update -> update
                        .prefix("prod/team").description("").resourceTags(List.of()).repositoryPolicy("")
                        .lifecyclePolicy("").customRoleArn("")
                        .encryptionConfiguration(kms -> kms.encryptionType(EncryptionType.KMS).kmsKey("")))
                .repositoryCreationTemplate();

        assertThat(changed.description()).isNull();
        assertThat(changed.resourceTags()).isEmpty();
        assertThat(changed.repositoryPolicy()).isNull();
        assertThat(changed.lifecyclePolicy()).isNull();
        assertThat(changed.customRoleArn()).isNull();
        assertThat(changed.encryptionConfiguration().kmsKey()).isNull();
        assertThat(changed.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION);
    }

    @Test
    void update_of_the_mutability_keeps_the_exclusions_where_there_can_be_some() {
        createWithEverything();

        assertThat(mutability(ImageTagMutability.MUTABLE_WITH_EXCLUSION).imageTagMutabilityExclusionFilters())
                .containsExactly(exclusion("latest"), exclusion("dev-*"));
        assertThat(mutability(ImageTagMutability.IMMUTABLE).hasImageTagMutabilityExclusionFilters()).isFalse();
        assertThat(refused(() -> mutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION), 400, "InvalidParameterException")
                .awsErrorDetails().errorMessage()).contains("imageTagMutabilityExclusionFilters");
        assertThat(described("prod/team")).singleElement()
                .satisfies(kept -> assertThat(kept.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE));
    }

    private RepositoryCreationTemplate mutability(ImageTagMutability mutability) {
        return ecr.updateRepositoryCreationTemplate(update ->
                        update.prefix("prod/team").imageTagMutability(mutability))
                .repositoryCreationTemplate();
    }

    @Test
    void no_change_that_someone_else_makes_at_the_same_time_is_lost() {
        createTemplate("prod");
        SdkCalls.beforeNext("PutItem",
                request -> ((PutItemRequest) request).tableName().endsWith("-settings"),
                () -> ecr.updateRepositoryCreationTemplate(update -> update.prefix("prod").lifecyclePolicy(LIFECYCLE)));

        ecr.updateRepositoryCreationTemplate(update -> update.prefix("prod").description("mine"));

        assertThat(described("prod")).singleElement().satisfies(template -> {
            assertThat(template.description()).isEqualTo("mine");
            assertThat(template.lifecyclePolicy()).isEqualTo(LIFECYCLE);
        });
    }

    @Test
    void update_and_delete_refuse_a_prefix_that_has_no_template() {
        assertRefused(() -> ecr.updateRepositoryCreationTemplate(update -> update.prefix("gone").description("x")),
                "TemplateNotFoundException", noTemplate("gone", account));
        assertRefused(() -> ecr.deleteRepositoryCreationTemplate(delete -> delete.prefix("gone")),
                "TemplateNotFoundException", noTemplate("gone", account));
        assertThat(described("gone")).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------ delete

    @Test
    void delete_tells_what_it_deleted() {
        RepositoryCreationTemplate made = createWithEverything().repositoryCreationTemplate();

        var answer = ecr.deleteRepositoryCreationTemplate(delete -> delete.prefix("prod/team/"));

        assertThat(answer.registryId()).isEqualTo(account);
        assertThat(answer.repositoryCreationTemplate()).isEqualTo(made);
        assertThat(described("prod/team")).isEmpty();
        createTemplate("prod/team");
    }

    // ---------------------------------------------------------------------------------------------- describe

    @Test
    void describe_tells_those_that_are_asked_for_in_that_order_and_leaves_out_what_is_not_there() {
        createTemplate("a");
        createTemplate("b/c");
        createTemplate("ROOT");

        assertThat(described("ROOT", "gone", "a/", "a"))
                .extracting(RepositoryCreationTemplate::prefix).containsExactly("ROOT", "a");
        assertRefused(() -> ecr.describeRepositoryCreationTemplates(describe -> describe.prefixes("a").maxResults(1)),
                "InvalidParameterException", invalid("maxResults", "cannot be used together with prefixes"));
        assertRefused(() -> described(IntStream.range(0, 101).mapToObj(number -> "p" + number).toArray(String[]::new)),
                "InvalidParameterException", invalid("prefixes", "Member must have length less than or equal to 100"));
    }

    @Test
    void describe_tells_all_of_them_page_by_page() {
        List.of("c", "a", "ROOT", "b", "a/b").forEach(this::createTemplate);
        api.ecr(account, "eu-west-1").createRepositoryCreationTemplate(create ->
                create.prefix("elsewhere").appliedFor(RCTAppliedFor.REPLICATION));

        var pages = ecr.describeRepositoryCreationTemplatesPaginator(describe -> describe.maxResults(2)).stream().toList();

        assertThat(pages).hasSize(3).allSatisfy(page -> {
            assertThat(page.registryId()).isEqualTo(account);
            assertThat(page.repositoryCreationTemplates()).hasSizeLessThanOrEqualTo(2);
        });
        assertThat(pages.stream().flatMap(page -> page.repositoryCreationTemplates().stream()))
                .extracting(RepositoryCreationTemplate::prefix)
                .containsExactly("ROOT", "a", "a/b", "b", "c");
        assertThat(ecr.describeRepositoryCreationTemplates(describe -> {}).repositoryCreationTemplates()).hasSize(5);
        assertRefused(() -> ecr.describeRepositoryCreationTemplates(describe -> describe.nextToken("?")),
                "InvalidParameterException",
                invalid("nextToken", "must be the nextToken of an answer to this operation"));
    }

    @Test
    void a_template_is_no_other_accounts_business() {
        createTemplate("prod");

        assertThat(api.ecr(ApiServer.newAccount(), REGION)
                .describeRepositoryCreationTemplates(describe -> {}).repositoryCreationTemplates()).isEmpty();
    }
}
