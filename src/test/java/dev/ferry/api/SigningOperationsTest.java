package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageSigningStatus;
import software.amazon.awssdk.services.ecr.model.SigningConfiguration;

class SigningOperationsTest extends ApiTest {
    private static final String PROFILE = "arn:aws:signer:us-west-2:111122223333:/signing-profiles/release";

    private static SigningConfiguration configuration(String... filters) {
        return SigningConfiguration.builder().rules(rule -> {
            rule.signingProfileArn(PROFILE);
            if (filters.length > 0) {
                rule.repositoryFilters(filter -> filter.filter(filters[0]).filterType("WILDCARD_MATCH"));
            }
        }).build();
    }

    private String none() {
        return "Signing configuration does not exist for the registry with id '" + account + "'";
    }

    @Test
    void configuration_is_told_as_it_was_put_until_it_is_deleted() {
        assertRefused(() -> ecr.getSigningConfiguration(get -> {}), "SigningConfigurationNotFoundException", none());
        ecr.putSigningConfiguration(put -> put.signingConfiguration(configuration("prod/*")));

        assertThat(ecr.getSigningConfiguration(get -> {}).signingConfiguration()).isEqualTo(configuration("prod/*"));
        assertThat(ecr.getSigningConfiguration(get -> {}).registryId()).isEqualTo(account);
        assertThat(ecr.deleteSigningConfiguration(delete -> {}).signingConfiguration()).isEqualTo(configuration("prod/*"));

        assertRefused(() -> ecr.deleteSigningConfiguration(delete -> {}), "SigningConfigurationNotFoundException", none());
    }

    @Test
    void a_profile_that_can_be_none_is_refused_and_nothing_is_kept() {
        refused(() -> ecr.putSigningConfiguration(put -> put.signingConfiguration(signing -> signing.rules(
                rule -> rule.signingProfileArn("arn:aws:signer:us-west-2:111122223333:/signing-profiles/x")))),
                400, "InvalidParameterException");
        refused(() -> ecr.getSigningConfiguration(get -> {}), 400, "SigningConfigurationNotFoundException");
    }

    @Test
    void an_image_that_is_to_be_signed_is_told_to_be_not() {
        TestImage image = Images.image().build();
        create("prod/app");
        image.blobs().forEach(blob -> upload("prod/app", blob.bytes()));
        put("prod/app", image, "1.0");
        ecr.putSigningConfiguration(put -> put.signingConfiguration(configuration("test/*")));
        assertThat(ecr.describeImageSigningStatus(describe -> describe.repositoryName("prod/app").imageId(id -> id.imageTag("1.0")))
                .signingStatuses()).isEmpty();

        ecr.putSigningConfiguration(put -> put.signingConfiguration(configuration()));

        assertThat(ecr.describeImageSigningStatus(describe -> describe.repositoryName("prod/app").imageId(id -> id.imageTag("1.0")))
                .signingStatuses()).singleElement().isEqualTo(ImageSigningStatus.builder()
                        .signingProfileArn(PROFILE)
                        .status("FAILED")
                        .failureCode("SigningNotSupported")
                        .failureReason("This registry keeps signing configurations, and signs nothing")
                        .build());
        refused(() -> ecr.describeImageSigningStatus(
                        describe -> describe.repositoryName("prod/app").imageId(id -> id.imageTag("2.0"))),
                400, "ImageNotFoundException");
    }
}
