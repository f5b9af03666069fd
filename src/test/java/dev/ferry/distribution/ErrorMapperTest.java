package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMapperTest {
    @ParameterizedTest
    @CsvSource({
        "REPOSITORY_NOT_FOUND,        NAME_UNKNOWN,          404",
        "IMAGE_TAG_ALREADY_EXISTS,    TAG_INVALID,           400",
        "LAYERS_NOT_FOUND,            MANIFEST_BLOB_UNKNOWN, 404",
        "REFERENCED_IMAGES_NOT_FOUND, MANIFEST_BLOB_UNKNOWN, 404",
        "INVALID_LAYER,               DIGEST_INVALID,        400",
        "INVALID_LAYER_PART,          RANGE_INVALID,         416",
        "UPLOAD_NOT_FOUND,            BLOB_UPLOAD_UNKNOWN,   404",
        "ACCESS_DENIED,               DENIED,                403",
        "EXPIRED_TOKEN,               UNAUTHORIZED,          401",
        "UNRECOGNIZED_CLIENT,         UNAUTHORIZED,          401",
        "SERVER,                      UNKNOWN,               500",
    })
    void what_ecr_refuses_has_a_name_of_ocis_and_ecrs_message(ErrorCode code, String oci, int status) {
        DistributionException mapped = ErrorMapper.of(new EcrException(code, "so it is"));

        assertThat(mapped.error().code()).isEqualTo(oci);
        assertThat(mapped.error().status()).isEqualTo(status);
        assertThat(mapped).hasMessage("so it is");
    }
}
