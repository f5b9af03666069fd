package dev.ferry.service.lifecycle;

import static dev.ferry.api.LifecyclePolicyTexts.ARCHIVE;
import static dev.ferry.api.LifecyclePolicyTexts.EXPIRE;
import static dev.ferry.api.LifecyclePolicyTexts.any;
import static dev.ferry.api.LifecyclePolicyTexts.policy;
import static dev.ferry.api.LifecyclePolicyTexts.rule;
import static dev.ferry.api.LifecyclePolicyTexts.selection;
import static dev.ferry.api.LifecyclePolicyTexts.tagged;
import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Registry;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Deletion;
import dev.ferry.service.Services;
import dev.ferry.service.StorageClassEventLog;
import dev.ferry.service.replication.RecordedDeletions;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What lifecycle policies take is taken, a page at a time, in a Region whose queue no other test looks into. */
@ExtendWith(LocalAws.class)
@org.junit.jupiter.api.Tag("full")
class LifecycleTurnsTest {
    private static final List<TestImage> IMAGES = IntStream.rangeClosed(1, 5)
            .mapToObj(seed -> Images.image().seed(seed).layerSize(64).build())
            .toList();

    private final Services services = new Services();
    private final Registry source = registry("eu-north-1");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");
    private final LifecycleRun run = run(2, Duration.ZERO);

    private LifecycleRun run(int page, Duration later) {
        return new LifecycleRun(source.region(), LifecycleRun.pages(page), Clock.offset(Clock.systemUTC(), later));
    }

    @BeforeEach
    void makeRepository() {
        services.repository(source);
        run.drain();
    }

    @AfterEach
    void leaveNothing() {
        SdkCalls.clear();
        services.deleteRepository(source);
    }

    private void pushAll() {
        for (int number = 0; number < IMAGES.size(); number++) {
            services.push(source, IMAGES.get(number), "v" + number);
        }
    }

    private void put(String text) {
        services.lifecyclePolicies.put(source, APP, text);
    }

    private List<String> tags() {
        return services.listed(source).stream().flatMap(image -> image.tags().stream()).map(Tag::value).sorted().toList();
    }

    @Test
    void oldest_expire_and_the_evaluation_is_noted() {
        pushAll();
        put(any("imageCountMoreThan", 2));

        run.start();
        run.drain();

        assertThat(tags()).containsExactly("v3", "v4");
        assertThat(services.lifecyclePolicies.get(source, APP).evaluatedAt()).isPresent();
    }

    @Test
    void a_turn_takes_a_page_of_images_and_reads_no_more_at_once() {
        pushAll();
        put(any("imageCountMoreThan", 1));
        run.start();
        run.next();

        List<SdkCalls.Call> calls = SdkCalls.during(run::next);

        assertThat(tags()).hasSize(3).contains("v4");
        assertThat(calls.stream().map(SdkCalls.Call::request).filter(QueryRequest.class::isInstance)
                        .map(request -> ((QueryRequest) request).limit()).filter(limit -> limit != null))
                .isNotEmpty().allMatch(limit -> limit <= 2);
        assertThat(services.lifecyclePolicies.get(source, APP).evaluatedAt()).isEmpty();
        run.drain();
        assertThat(tags()).containsExactly("v4");
        assertThat(services.lifecyclePolicies.get(source, APP).evaluatedAt()).isPresent();
    }

    @Test
    void a_turn_that_is_cut_off_is_taken_again() {
        pushAll();
        put(any("imageCountMoreThan", 1));
        run.start();
        run.next();
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            throw SdkClientException.create("the network is down");
        });

        assertThat(run.next()).hasSize(1);
        assertThat(tags()).hasSize(5);

        run.drain();
        assertThat(tags()).containsExactly("v4");
    }

    @Test
    void image_of_many_tags_whose_deletion_was_cut_off_goes_in_the_end() {
        services.push(source, IMAGES.get(0), "a-release");
        IntStream.range(0, 11).forEach(number -> services.push(source, IMAGES.get(0), "other-" + number));
        put(policy(rule(selection(tagged("tagPatternList", "a-*"), "sinceImagePushed", 1), EXPIRE)));
        LifecycleRun tomorrow = run(2, Duration.ofDays(2));
        tomorrow.start();
        tomorrow.next();
        SdkCalls.beforeNext("TransactWriteItems", () -> SdkCalls.beforeNext("TransactWriteItems", () -> {
            throw SdkClientException.create("the network is down");
        }));

        assertThat(tomorrow.next()).hasSize(1);
        assertThat(tags()).hasSizeLessThan(12).contains("a-release");

        tomorrow.drain();
        assertThat(services.listed(source)).isEmpty();
    }

    @Test
    void later_turns_go_by_the_ages_of_the_first() {
        pushAll();
        put(any("imageCountMoreThan", 2));
        run.start();
        run.next();
        run.next();
        services.push(source, Images.image().seed(9).build(), "new");

        run.drain();

        assertThat(tags()).containsExactly("new", "v3", "v4");
    }

    @Test
    void a_policy_that_was_changed_between_turns_is_evaluated_anew() {
        pushAll();
        put(any("imageCountMoreThan", 1));
        run.start();
        run.next();
        run.next();
        put(any("imageCountMoreThan", 100));

        run.drain();

        assertThat(tags()).hasSize(3);
    }

    @Test
    void image_that_was_tagged_since_it_was_read_stays() {
        services.push(source, IMAGES.get(0), Optional.empty());
        put(policy(rule(selection("\"tagStatus\":\"untagged\"", "sinceImagePushed", 1), EXPIRE)));
        LifecycleRun tomorrow = run(2, Duration.ofDays(2));
        tomorrow.start();
        tomorrow.next();
        SdkCalls.beforeNext("TransactWriteItems", () -> services.push(source, IMAGES.get(0), "release"));

        tomorrow.drain();

        assertThat(tags()).containsExactly("release");
    }

    @Test
    void index_goes_before_its_images_and_they_in_the_next_evaluation() {
        TestImage index = Images.index(IMAGES.get(0), IMAGES.get(1)).build();
        services.push(source, index, "multi");
        put(any("sinceImagePushed", 1));
        LifecycleRun tomorrow = run(10, Duration.ofDays(2));

        tomorrow.start();
        tomorrow.drain();
        assertThat(services.listedDigests(source)).doesNotContain(index.digest());

        tomorrow.start();
        tomorrow.drain();
        assertThat(services.listed(source)).isEmpty();
    }

    @Test
    void signature_stays_as_long_as_its_image_and_goes_with_it() {
        services.push(source, IMAGES.get(0), "old");
        TestImage signature = Images.artifact(IMAGES.get(0)).build();
        services.push(source, signature, Optional.empty());
        services.push(source, IMAGES.get(1), "new");
        put(policy(rule(selection("\"tagStatus\":\"untagged\"", "sinceImagePushed", 1), EXPIRE)));
        LifecycleRun tomorrow = run(2, Duration.ofDays(2));
        tomorrow.start();
        tomorrow.drain();
        assertThat(services.listed(source)).hasSize(3);

        put(any("imageCountMoreThan", 1));
        run.start();
        run.drain();

        assertThat(tags()).containsExactly("new");
        assertThat(services.listed(source)).hasSize(1);
    }

    @Test
    void images_are_archived_and_expire_ninety_days_later() {
        pushAll();
        put(policy(rule(selection("\"tagStatus\":\"any\"", "imageCountMoreThan", 4), ARCHIVE),
                rule(selection("\"tagStatus\":\"any\",\"storageClass\":\"archive\"", "sinceImageTransitioned", 90), EXPIRE)));
        run.start();
        run.drain();
        assertThat(services.listed(source).stream().filter(image -> image.storage().isArchived()))
                .singleElement().satisfies(image -> assertThat(image.tags()).containsExactly(new Tag("v0")));
        assertThat(StorageClassEventLog.of(services, source, IMAGES.get(0).digest()))
                .singleElement().satisfies(change -> assertThat(change.target()).isEqualTo(StorageClass.ARCHIVE));

        LifecycleRun later = run(10, Duration.ofDays(91));
        later.start();
        later.drain();

        assertThat(tags()).containsExactly("v1", "v2", "v3", "v4");
    }

    @Test
    void expiry_is_a_deletion_that_a_rule_replicates() {
        services.configureWithDeletions(source, elsewhere);
        services.deliver(services.push(source, IMAGES.get(0), "v0"));
        services.deliver(services.push(source, IMAGES.get(1), "v1"));
        put(any("imageCountMoreThan", 1));
        run.start();
        run.drain();

        Deletion deletion = RecordedDeletions.of(services, source, IMAGES.get(0).digest()).get(0);
        services.deliver(deletion);

        assertThat(services.listedDigests(elsewhere)).containsExactly(IMAGES.get(1).digest());
    }

    @Test
    void all_policies_of_a_region_are_evaluated_whoever_they_belong_to() {
        List<Registry> others = List.of(registry("eu-north-1"), registry("eu-north-1"), registry("eu-north-1"));
        others.forEach(other -> {
            services.repository(other);
            services.lifecyclePolicies.put(other, APP, any("imageCountMoreThan", 1));
        });

        run.start();
        run.drain();

        assertThat(others).allSatisfy(other ->
                assertThat(services.lifecyclePolicies.get(other, APP).evaluatedAt()).isPresent());
        others.forEach(services::deleteRepository);
    }
}
