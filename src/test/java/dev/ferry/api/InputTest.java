package dev.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import org.junit.jupiter.api.Test;

class InputTest {
    private static final EcrModel MODEL = new EcrModel(() -> false);

    @Test
    void members_are_read_as_values_of_the_domain() {
        Input input = read("PutImage", """
                {"registryId": "111122223333", "repositoryName": "team/app",
                 "imageManifest": "{}", "imageTag": "v1"}""");

        assertThat(input.repositoryName()).isEqualTo(new RepositoryName("team/app"));
        assertThat(input.registryId()).contains(new AccountId("111122223333"));
        assertThat(input.text("imageManifest")).isEqualTo("{}");
        assertThat(input.optionalValue("imageTag", Tag::new)).contains(new Tag("v1"));
        assertThat(input.optionalValue("imageDigest", Digest::parse)).isEmpty();
        assertThat(input.optionalText("imageManifestMediaType")).isEmpty();
    }

    @Test
    void numbers_and_bytes_are_read() {
        Input part = read("UploadLayerPart", """
                {"repositoryName": "app", "uploadId": "00000000-1111-2222-3333-0123456789ab",
                 "partFirstByte": 0, "partLastByte": 5000000000, "layerPartBlob": "bGF5ZXI="}""");

        assertThat(part.number("partLastByte")).isEqualTo(5_000_000_000L);
        assertThat(part.bytes("layerPartBlob")).isEqualTo("layer".getBytes(UTF_8));
        assertThat(read("ListImages", "{\"repositoryName\": \"app\", \"maxResults\": 7}").optionalInteger("maxResults"))
                .hasValue(7);
        assertThat(read("ListImages", "{\"repositoryName\": \"app\"}").optionalInteger("maxResults")).isEmpty();
    }

    @Test
    void flag_is_false_when_absent() {
        assertThat(read("DeleteRepository", "{\"repositoryName\": \"app\"}").flag("force")).isFalse();
        assertThat(read("DeleteRepository", "{\"repositoryName\": \"app\", \"force\": true}").flag("force")).isTrue();
    }

    @Test
    void member_that_the_model_does_not_know_is_ignored() {
        Input input = read("DescribeRegistry", "{\"registryId\": \"444455556666\", \"other\": [1]}");

        assertThat(input.registryId()).isEmpty();
        assertThat(input.has("other")).isFalse();
    }

    @Test
    void member_that_is_null_is_absent() {
        Input input = read("DescribeRepositories", "{\"registryId\": null, \"repositoryNames\": null}");

        assertThat(input.has("repositoryNames")).isFalse();
    }

    @Test
    void list_that_is_absent_is_empty() {
        Input input = read("DescribeRepositories", "{}");

        assertThat(input.texts("repositoryNames")).isEmpty();
        assertThat(input.values("repositoryNames", RepositoryName::new)).isEmpty();
        assertThat(read("DescribeImages", "{\"repositoryName\": \"app\"}").structures("imageIds")).isEmpty();
    }

    @Test
    void list_is_read_in_its_order() {
        Input input = read("DescribeRepositories", "{\"repositoryNames\": [\"zz\", \"aa\"]}");

        assertThat(input.texts("repositoryNames")).containsExactly("zz", "aa");
        assertThat(input.values("repositoryNames", RepositoryName::new))
                .containsExactly(new RepositoryName("zz"), new RepositoryName("aa"));
    }

    @Test
    void value_that_the_domain_refuses_is_named_where_it_stands() {
        Input input = read("PutImage", """
                {"repositoryName": "app", "imageManifest": "{}", "imageTag": "a b"}""");

        assertThatThrownBy(() -> input.optionalValue("imageTag", Tag::new))
                .isInstanceOf(EcrException.class)
                .hasMessage("Invalid parameter at 'imageTag' failed to satisfy constraint: "
                        + "'must satisfy regular expression '[a-zA-Z0-9-_.]+''");
    }

    @Test
    void value_in_a_nested_structure_is_named_by_its_whole_path() {
        Input second = read("BatchGetImage", """
                {"repositoryName": "app", "imageIds": [{"imageTag": "v1"}, {"imageDigest": "md5:00"}]}""")
                .structures("imageIds").get(1);

        assertThatThrownBy(() -> second.value("imageDigest", Digest::parse))
                .hasMessageStartingWith("Invalid parameter at 'imageIds.2.member.imageDigest'");
        assertThat(second.invalid("imageDigest", "is wrong"))
                .hasMessageStartingWith("Invalid parameter at 'imageIds.2.member.imageDigest'");
    }

    @Test
    void element_that_the_domain_refuses_is_named_by_its_number() {
        Input input = read("CompleteLayerUpload", """
                {"repositoryName": "app", "uploadId": "00000000-1111-2222-3333-0123456789ab",
                 "layerDigests": ["sha256:00"]}""");

        assertThatThrownBy(() -> input.values("layerDigests", Digest::parse))
                .hasMessageStartingWith("Invalid parameter at 'layerDigests.1.member'");
    }

    @Test
    void member_that_is_invalid_as_a_whole_is_named() {
        Input input = read("PutReplicationConfiguration", "{\"replicationConfiguration\": {\"rules\": []}}");

        assertThatThrownBy(() -> input.valid("replicationConfiguration", () -> {
            throw new InvalidValueException("too many destinations");
        })).hasMessage("Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: "
                + "'too many destinations'");
        assertThat(input.structure("replicationConfiguration").structures("rules")).isEmpty();
        assertThat(input.optionalStructure("filter")).isEmpty();
    }

    @Test
    void absent_member_read_as_if_required_is_an_error_of_the_code() {
        Input input = read("DescribeRepositories", "{}");

        assertThatThrownBy(() -> input.text("nextToken")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(input::repositoryName).isInstanceOf(IllegalStateException.class);
    }

    private static Input read(String operation, String body) {
        return MODEL.operation(operation).orElseThrow().read(EcrJson.parse(body.getBytes(UTF_8)));
    }
}
