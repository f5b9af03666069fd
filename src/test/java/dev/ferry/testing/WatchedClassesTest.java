package dev.ferry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class WatchedClassesTest {
    @Test
    void calls_of_another_class_are_not_counted_here_though_it_runs_on_a_thread_of_this_one() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();

        var calls = SdkCalls.during(() -> {
            presign();
            LauncherFactory.create().execute(
                    LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Other.class)).build(), summary);
        });

        assertThat(summary.getSummary().getTestsSucceededCount()).isOne();
        assertThat(calls).hasSize(1);
    }

    static class Other {
        @Test
        void presigns() {
            assertThat(SdkCalls.during(WatchedClassesTest::presign)).hasSize(1);
        }
    }

    /** Seen by the interceptor as any call, though it needs no server. */
    private static void presign() {
        try (S3Presigner presigner = S3Presigner.builder()
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build()) {
            presigner.presignGetObject(get -> get.signatureDuration(Duration.ofMinutes(1))
                    .getObjectRequest(object -> object.bucket("bucket").key("key")));
        }
    }
}
