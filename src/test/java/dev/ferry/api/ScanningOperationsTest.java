package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageScanStatus;
import software.amazon.awssdk.services.ecr.model.RegistryScanningRule;
import software.amazon.awssdk.services.ecr.model.RepositoryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ScanFrequency;
import software.amazon.awssdk.services.ecr.model.ScanStatus;
import software.amazon.awssdk.services.ecr.model.ScanType;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

class ScanningOperationsTest extends ApiTest {
    private static final TestImage IMAGE = Images.image().build();

    private static RegistryScanningRule rule(ScanFrequency frequency, String... filters) {
        return RegistryScanningRule.builder().scanFrequency(frequency).repositoryFilters(List.of(filters).stream()
                .map(filter -> ScanningRepositoryFilter.builder().filter(filter).filterType("WILDCARD").build())
                .toList()).build();
    }

    private void push(TestImage image, String tag) {
        image.blobs().forEach(blob -> upload("app", blob.bytes()));
        put("app", image, tag);
    }

    @Test
    void configuration_of_a_registry_is_told_as_it_was_put_and_is_basic_before() {
        assertThat(ecr.getRegistryScanningConfiguration(get -> {})).satisfies(answer -> {
            assertThat(answer.registryId()).isEqualTo(account);
            assertThat(answer.scanningConfiguration().scanType()).isEqualTo(ScanType.BASIC);
            assertThat(answer.scanningConfiguration().rules()).isEmpty();
        });
        RegistryScanningRule rule = rule(ScanFrequency.CONTINUOUS_SCAN, "prod-*", "base");

        assertThat(ecr.putRegistryScanningConfiguration(put -> put.scanType(ScanType.ENHANCED).rules(rule))
                .registryScanningConfiguration().rules()).containsExactly(rule);

        assertThat(ecr.getRegistryScanningConfiguration(get -> {}).scanningConfiguration()).satisfies(told -> {
            assertThat(told.scanType()).isEqualTo(ScanType.ENHANCED);
            assertThat(told.rules()).containsExactly(rule);
        });
    }

    @Test
    void frequency_that_the_scan_type_has_not_is_refused_and_nothing_is_kept() {
        assertRefused(() -> ecr.putRegistryScanningConfiguration(put -> put.scanType(ScanType.BASIC)
                        .rules(rule(ScanFrequency.CONTINUOUS_SCAN, "*"))),
                "InvalidParameterException",
                invalid("rules", "scan type BASIC does not support the scan frequency CONTINUOUS_SCAN"));
        assertRefused(() -> ecr.putRegistryScanningConfiguration(put -> put.scanType(ScanType.ENHANCED)
                        .rules(rule(ScanFrequency.SCAN_ON_PUSH, "a"), rule(ScanFrequency.SCAN_ON_PUSH, "b"))),
                "InvalidParameterException", invalid("rules", "each scan frequency may have one rule"));
        assertThat(ecr.getRegistryScanningConfiguration(get -> {}).scanningConfiguration().rules()).isEmpty();
    }

    @Test
    void repositories_are_scanned_as_the_rules_that_match_them_say_or_else_as_they_say_themselves() {
        create("prod-app");
        create("other");
        ecr.createRepository(request -> request.repositoryName("pushed").imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        ecr.putRegistryScanningConfiguration(put -> put.scanType(ScanType.ENHANCED)
                .rules(rule(ScanFrequency.SCAN_ON_PUSH, "*app"), rule(ScanFrequency.CONTINUOUS_SCAN, "prod-*")));

        var told = ecr.batchGetRepositoryScanningConfiguration(
                get -> get.repositoryNames("prod-app", "pushed", "gone", "other", "prod-app"));

        assertThat(told.scanningConfigurations()).extracting(
                        RepositoryScanningConfiguration::repositoryName, RepositoryScanningConfiguration::scanFrequency,
                        RepositoryScanningConfiguration::scanOnPush)
                .containsExactly(
                        tuple("prod-app", ScanFrequency.CONTINUOUS_SCAN, false),
                        tuple("pushed", ScanFrequency.SCAN_ON_PUSH, true),
                        tuple("other", ScanFrequency.MANUAL, false));
        assertThat(told.scanningConfigurations().get(0)).satisfies(first -> {
            assertThat(first.repositoryArn()).isEqualTo(arn("prod-app"));
            assertThat(first.appliedScanFilters()).extracting(ScanningRepositoryFilter::filter).containsExactly("*app", "prod-*");
        });
        assertThat(told.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.repositoryName()).isEqualTo("gone");
            assertThat(failure.failureCodeAsString()).isEqualTo("REPOSITORY_NOT_FOUND");
        });
    }

    @Test
    void an_image_is_told_to_be_unsupported_and_to_have_no_findings() {
        create("app");
        push(IMAGE, "1.0");

        ImageScanStatus started = ecr.startImageScan(start -> start.repositoryName("app").imageId(id -> id.imageTag("1.0")))
                .imageScanStatus();
        var findings = ecr.describeImageScanFindings(
                describe -> describe.repositoryName("app").imageId(id -> id.imageTag("1.0")));

        assertThat(started.status()).isEqualTo(ScanStatus.UNSUPPORTED_IMAGE);
        assertThat(findings.imageScanStatus()).isEqualTo(started);
        assertThat(findings.imageScanFindings()).isNull();
        assertThat(findings.imageId().imageDigest()).isEqualTo(IMAGE.digest().toString());
        assertThat(findings.imageId().imageTag()).isEqualTo("1.0");
    }

    @Test
    void what_has_no_layers_of_its_own_or_is_archived_or_gone_is_not_scanned() {
        create("app");
        push(IMAGE, "1.0");
        put("app", Images.index(IMAGE).build(), "all");
        refused(() -> ecr.startImageScan(start -> start.repositoryName("app").imageId(id -> id.imageTag("all"))),
                400, "UnsupportedImageTypeException");
        refused(() -> ecr.startImageScan(start -> start.repositoryName("app").imageId(id -> id.imageTag("gone"))),
                400, "ImageNotFoundException");
        refused(() -> ecr.describeImageScanFindings(describe -> describe.repositoryName("gone").imageId(id -> id.imageTag("1"))),
                400, "RepositoryNotFoundException");
        TestImage other = Images.image().seed(2).build();
        push(other, "old");
        ecr.updateImageStorageClass(update -> update.repositoryName("app").imageId(id -> id.imageTag("old"))
                .targetStorageClass(TargetStorageClass.ARCHIVE));
        refused(() -> ecr.startImageScan(start -> start.repositoryName("app").imageId(id -> id.imageTag("old"))),
                400, "ImageArchivedException");
        assertThat(ecr.describeImageScanFindings(describe -> describe.repositoryName("app").imageId(id -> id.imageTag("old")))
                .imageScanStatus().status()).isEqualTo(ScanStatus.IMAGE_ARCHIVED);
    }
}
