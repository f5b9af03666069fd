package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Repositories are tagged as resources. */
class TagOperationsTest extends ApiTest {

    @BeforeEach
    void makeRepository() {
        create("app");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private List<Tag> tags() {
        return ecr.listTagsForResource(list -> list.resourceArn(arn("app"))).tags();
    }

    private void add(Tag... tags) {
        ecr.tagResource(request -> request.resourceArn(arn("app")).tags(tags));
    }

    @Test
    void tag_adds_tags_and_replaces_the_values_of_those_that_are_there() {
        add(tag("stage", "test"), tag("owner", ""));
        add(tag("stage", "prod"));

        assertThat(tags()).containsExactly(tag("owner", ""), tag("stage", "prod"));
    }

    @Test
    void untag_takes_tags_away_and_does_not_mind_missing_ones() {
        add(tag("stage", "test"), tag("owner", "me"));

        ecr.untagResource(request -> request.resourceArn(arn("app")).tagKeys("stage", "none"));

        assertThat(tags()).containsExactly(tag("owner", "me"));
    }

    @Test
    void tag_refuses_the_fifty_first() {
        add(IntStream.range(0, 50).mapToObj(number -> tag("key-" + number, "")).toArray(Tag[]::new));

        assertRefused(() -> add(tag("one-more", "")), "TooManyTagsException", "A repository can have at most 50 tags");
        assertThat(tags()).hasSize(50).doesNotContain(tag("one-more", ""));
    }

    @Test
    void tag_refuses_what_is_no_tag() {
        String bounds = "' is invalid: a key has 1 to 128 characters and does not start with aws:, a value has at most 256";
        assertRefused(() -> add(tag("aws:stage", "x")), "InvalidTagParameterException", "The tag 'aws:stage" + bounds);
        assertRefused(() -> add(tag("", "x")), "InvalidTagParameterException", "The tag '" + bounds);
        assertRefused(() -> add(tag("key", "x".repeat(257))), "InvalidTagParameterException", "The tag 'key" + bounds);
        assertRefused(() -> add(tag("key", "1"), tag("key", "2")), "InvalidTagParameterException",
                "The tag 'key' is given twice");
        assertThat(tags()).isEmpty();
    }

    @Test
    void tags_whose_keys_differ_in_case_are_two() {
        add(tag("Key", "1"), tag("key", "2"));

        assertThat(tags()).containsExactly(tag("Key", "1"), tag("key", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "app", "", "arn:aws:ecr:us-west-2:111122223333:registry", "arn:aws:s3:::bucket",
        "arn:aws:ecr:us-west-2:11112222333:repository/app", "arn:aws:ecr:us-west-2:111122223333:repository/App"
    })
    void what_is_no_repositorys_arn_is_refused(String arn) {
        assertThat(refused(() -> ecr.listTagsForResource(list -> list.resourceArn(arn)), 400, "InvalidParameterException")
                .awsErrorDetails().errorMessage()).startsWith("Invalid parameter at 'resourceArn' failed to satisfy");
    }

    @Test
    void a_repository_of_another_region_or_partition_is_refused() {
        for (String other : List.of(arn("app").replace(REGION, "eu-west-1"), arn("app").replace("arn:aws:", "arn:aws-cn:"))) {
            assertRefused(() -> ecr.tagResource(request -> request.resourceArn(other).tags(tag("a", "b"))),
                    "InvalidParameterException",
                    invalid("resourceArn", "must name a repository of this Region: " + arn("app")));
        }
        assertThat(tags()).isEmpty();
    }

    @Test
    void a_repository_that_is_not_there_is_refused() {
        assertRefused(() -> ecr.listTagsForResource(list -> list.resourceArn(arn("gone"))),
                "RepositoryNotFoundException", noRepository("gone"));
        assertRefused(() -> ecr.tagResource(request -> request.resourceArn(arn("gone")).tags(tag("a", "b"))),
                "RepositoryNotFoundException", noRepository("gone"));
        assertRefused(() -> ecr.untagResource(request -> request.resourceArn(arn("gone")).tagKeys("a")),
                "RepositoryNotFoundException", noRepository("gone"));
    }
}
