package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.registry.Registry;
import dev.ferry.testing.AtOnce;
import dev.ferry.testing.Images;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.ecr.model.ExclusionAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ExclusionNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;

class PullTimeExclusionsTest extends RegistryTest {
    private final TestImage image = Images.image().build();
    private final String scanner = "arn:aws:iam::" + account + ":user/ci/scanner";

    private Instant pullTime() {
        return ecr.describeImages(describe -> describe.repositoryName(APP)).imageDetails().get(0).lastRecordedPullTime();
    }

    @Test
    void pulls_of_an_excluded_principal_are_not_recorded_until_it_is_excluded_no_more() {
        registry.push(APP, image, "latest");
        assertThat(ecr.registerPullTimeUpdateExclusion(register -> register.principalArn(scanner)).createdAt())
                .isBeforeOrEqualTo(Instant.now());
        RegistryClient excluded = server.client(scanner, Registry.of(account, REGION));

        // One is noted behind the other, so when it is asked for the second whether it is excluded, the first is done with.
        for (int pull = 0; pull < 2; pull++) {
            CompletableFuture<Void> asked = new CompletableFuture<>();
            SdkCalls.beforeNext("Query", request -> request instanceof QueryRequest query
                    && query.expressionAttributeValues().toString().contains("pull-time-exclusion#"), () -> asked.complete(null));
            assertStatus(excluded.get(manifests("latest")), 200);
            await().until(asked::isDone);
        }
        assertThat(pullTime()).isNull();

        ecr.deregisterPullTimeUpdateExclusion(deregister -> deregister.principalArn(scanner));
        assertStatus(excluded.get(manifests("latest")), 200);
        await().until(() -> pullTime() != null);
    }

    @Test
    void exclusions_are_listed_page_by_page() {
        String role = "arn:aws:iam::" + account + ":role/nightly";
        ecr.registerPullTimeUpdateExclusion(register -> register.principalArn(scanner));
        ecr.registerPullTimeUpdateExclusion(register -> register.principalArn(role));

        var first = ecr.listPullTimeUpdateExclusions(list -> list.maxResults(1));
        var second = ecr.listPullTimeUpdateExclusions(list -> list.maxResults(1).nextToken(first.nextToken()));

        assertThat(first.pullTimeUpdateExclusions()).containsExactly(role);
        assertThat(second.pullTimeUpdateExclusions()).containsExactly(scanner);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void what_is_there_or_is_not_or_can_be_no_principal_is_refused() {
        ecr.registerPullTimeUpdateExclusion(register -> register.principalArn(scanner));

        assertThatThrownBy(() -> ecr.registerPullTimeUpdateExclusion(register -> register.principalArn(scanner)))
                .isInstanceOf(ExclusionAlreadyExistsException.class);
        assertThatThrownBy(() -> ecr.deregisterPullTimeUpdateExclusion(register -> register.principalArn(scanner + "2")))
                .isInstanceOf(ExclusionNotFoundException.class);
        assertThatThrownBy(() -> ecr.registerPullTimeUpdateExclusion(
                        register -> register.principalArn("arn:aws:iam::" + account + ":root")))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(ecr.listPullTimeUpdateExclusions(list -> {}).pullTimeUpdateExclusions()).containsExactly(scanner);
    }

    @Test
    @Tag("full")
    void a_registry_has_a_hundred_exclusions_at_most_however_many_are_made_at_once() {
        List<String> ends = AtOnce.callAll(110,
                i -> ecr.registerPullTimeUpdateExclusion(register -> register.principalArn(scanner + i)));

        assertThat(ecr.listPullTimeUpdateExclusions(list -> list.maxResults(100)).nextToken()).isNull();
        assertThat(ends).filteredOn(AtOnce.DONE::equals).hasSize(100);
        assertThat(ends).filteredOn("LimitExceededException"::equals).hasSize(10);
        assertThatThrownBy(() -> ecr.registerPullTimeUpdateExclusion(register -> register.principalArn(scanner)))
                .isInstanceOf(LimitExceededException.class);
    }
}
