package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.EncryptionType;

/** A repository that is encrypted with KMS names its key, though nobody gave one. */
class DefaultKeyTest extends ApiTest {

    private EncryptionConfiguration made(String repository, EncryptionType type) {
        return ecr.createRepository(create -> create.repositoryName(repository)
                .encryptionConfiguration(encryption -> encryption.encryptionType(type))).repository().encryptionConfiguration();
    }

    @ParameterizedTest
    @EnumSource(value = EncryptionType.class, names = {"KMS", "KMS_DSSE"})
    void the_default_key_has_an_arn_that_stays(EncryptionType type) {
        EncryptionConfiguration first = made("first", type);

        assertThat(first.kmsKey()).matches("arn:aws:kms:" + REGION + ":" + account + ":key/[0-9a-f-]{36}");
        assertThat(made("second", type)).isEqualTo(first);
        assertThat(ecr.describeRepositories(describe -> describe.repositoryNames("first")).repositories().get(0)
                .encryptionConfiguration()).isEqualTo(first);
    }

    @Test
    void without_kms_there_is_no_key() {
        assertThat(made("plain", EncryptionType.AES256).kmsKey()).isNull();
    }
}
