package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class EcrOperationsTest {
    private static final EcrModel MODEL = new EcrModel(() -> false);
    private static final EcrOperation DESCRIBE_REGISTRY =
            new Answering("DescribeRegistry", request -> EcrJson.object());

    private final EcrOperations operations = new EcrOperations(MODEL, List.of(DESCRIBE_REGISTRY));

    @Test
    void operation_is_found_by_its_name_with_its_model() {
        EcrOperations.Modelled found = operations.named("DescribeRegistry");

        assertThat(found.operation()).isSameAs(DESCRIBE_REGISTRY);
        assertThat(found.model().name()).isEqualTo("DescribeRegistry");
    }

    @Test
    void name_that_ecr_does_not_have_is_an_unknown_operation() {
        EcrException error = catchThrowableOfType(EcrException.class, () -> operations.named("describeRegistry"));

        assertThat(error.code()).isEqualTo(ErrorCode.UNKNOWN_OPERATION);
        assertThat(error).hasMessage("'describeRegistry' is not an operation of Amazon ECR");
    }

    @Test
    void operation_that_is_not_built_says_so() {
        EcrException error =
                catchThrowableOfType(EcrException.class, () -> operations.named("DescribeImageScanFindings"));

        assertThat(error.code()).isEqualTo(ErrorCode.UNKNOWN_OPERATION);
        assertThat(error)
                .hasMessage("DescribeImageScanFindings is an operation of Amazon ECR that Ferry does not have yet");
    }

    @Test
    void bean_that_is_no_operation_of_ecr_stops_the_start() {
        EcrOperation other = new Answering("ReplicateImage", request -> EcrJson.object());

        assertThatThrownBy(() -> new EcrOperations(MODEL, List.of(other)))
                .hasMessage("ReplicateImage is no operation of Amazon ECR");
    }

    @Test
    void two_beans_of_one_name_stop_the_start() {
        assertThatThrownBy(() -> new EcrOperations(MODEL, List.of(DESCRIBE_REGISTRY, DESCRIBE_REGISTRY)))
                .hasMessage("DescribeRegistry is there twice");
    }
}
