package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EcrExceptionTest {
    @Test
    void an_invalid_parameter_is_told_in_ecrs_words() {
        EcrException refusal = EcrException.invalidParameter("imageTag", "must satisfy regular expression 'x'");

        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(refusal)
                .hasMessage("Invalid parameter at 'imageTag' failed to satisfy constraint: "
                        + "'must satisfy regular expression 'x''");
    }

    @Test
    void a_missing_repository_is_told_in_ecrs_words() {
        EcrException refusal = EcrException.repositoryNotFound(
                Registry.of("111122223333", "us-west-2"), new RepositoryName("team/app"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.REPOSITORY_NOT_FOUND);
        assertThat(refusal).hasMessage("The repository with name 'team/app' does not exist in the registry with id "
                + "'111122223333'");
    }

    @Test
    void its_members_do_not_change() {
        Map<String, Object> given = new HashMap<>(Map.of("lastValidByteReceived", 7L));
        EcrException refusal = new EcrException(ErrorCode.INVALID_LAYER_PART, "wrong offset", given);

        given.clear();

        assertThat(refusal.members()).containsEntry("lastValidByteReceived", 7L);
        assertThat(new EcrException(ErrorCode.SERVER, "broken").members()).isEmpty();
    }

    @Test
    void every_code_has_a_name_of_its_own() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::type)).doesNotHaveDuplicates();
    }
}
