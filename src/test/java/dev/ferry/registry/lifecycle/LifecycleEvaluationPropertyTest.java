package dev.ferry.registry.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageStorage;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.Tag;
import dev.ferry.registry.lifecycle.TagSelection.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** On any repository a policy takes the images that the naive reading of ECR's rules takes, each by the same rule. */
class LifecycleEvaluationPropertyTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final List<String> TAGS = List.of("alpha-1", "alpha-2", "beta-1", "beta-2", "v1", "v1-rc", "latest");
    private static final List<String> PREFIXES = List.of("alpha", "beta", "v", "v1", "latest");
    private static final List<String> PATTERNS = List.of("*", "*-1", "alpha*", "*a*-*", "v1", "b*2");

    @Property(tries = 1000)
    void takes_what_the_naive_evaluator_takes(@ForAll long seed) {
        Random random = new Random(seed);
        LifecyclePolicy policy = policy(random);
        List<Image> images = IntStream.range(0, random.nextInt(25)).mapToObj(number -> image(random, number)).toList();

        LifecycleCensus census = new LifecycleCensus(policy, NOW);
        images.forEach(census::count);
        LifecycleEvaluation evaluation = census.evaluation();
        Map<Digest, Integer> taken = new HashMap<>();
        images.forEach(image -> evaluation.takes(image).ifPresent(rule -> taken.put(image.digest(), rule.priority())));

        assertThat(taken).isEqualTo(NaiveEvaluator.evaluate(policy, images, NOW));
    }

    @Property(tries = 300)
    void census_that_is_begun_anew_when_some_are_gone_takes_nothing_else(@ForAll long seed) {
        Random random = new Random(seed);
        LifecyclePolicy policy = policy(random);
        List<Image> images = IntStream.range(0, random.nextInt(25)).mapToObj(number -> image(random, number)).toList();
        Set<Digest> all = NaiveEvaluator.evaluate(policy, images, NOW).keySet();
        Set<Digest> gone = all.stream().filter(digest -> random.nextBoolean()).collect(Collectors.toSet());
        List<Image> left = images.stream().filter(image -> !gone.contains(image.digest())).toList();

        LifecycleCensus census = new LifecycleCensus(policy, NOW);
        left.forEach(census::count);
        LifecycleEvaluation evaluation = census.evaluation();

        assertThat(left.stream().filter(image -> evaluation.takes(image).isPresent()).map(Image::digest))
                .isSubsetOf(all);
    }

    private static LifecyclePolicy policy(Random random) {
        List<LifecycleRule> rules = new ArrayList<>();
        int tagged = random.nextInt(4);
        for (int number = 0; number < tagged; number++) {
            boolean prefixes = random.nextBoolean();
            List<String> some = some(random, prefixes ? PREFIXES : PATTERNS, 1);
            TagSelection tags = new TagSelection(Status.TAGGED, prefixes ? some : List.of(), prefixes ? List.of() : some);
            boolean unique = rules.stream().noneMatch(rule -> !rule.tags().prefixes().isEmpty()
                    && Set.copyOf(rule.tags().prefixes()).equals(Set.copyOf(tags.prefixes())));
            if (unique) {
                rules.add(rule(random, 1 + number * 2, tags));
            }
        }
        if (random.nextBoolean()) {
            rules.add(rule(random, random.nextInt(3) * 2 + 2, new TagSelection(Status.UNTAGGED, List.of(), List.of())));
        }
        if (rules.isEmpty() || random.nextBoolean()) {
            rules.add(rule(random, 99, new TagSelection(Status.ANY, List.of(), List.of())));
        }
        return new LifecyclePolicy(rules);
    }

    private static LifecycleRule rule(Random random, int priority, TagSelection tags) {
        CountType type = CountType.values()[random.nextInt(CountType.values().length)];
        StorageClass storage = type == CountType.SINCE_IMAGE_TRANSITIONED ? StorageClass.ARCHIVE : StorageClass.STANDARD;
        return new LifecycleRule(priority, Optional.empty(), tags, storage, type, 1 + random.nextInt(6),
                random.nextBoolean() || storage == StorageClass.ARCHIVE ? LifecycleAction.EXPIRE : LifecycleAction.TRANSITION);
    }

    private static Image image(Random random, int number) {
        Instant pushedAt = earlier(random);
        Optional<Instant> archived = random.nextInt(3) == 0 ? Optional.of(earlier(random)) : Optional.empty();
        boolean restored = archived.isPresent() && random.nextBoolean();
        ImageStorage storage = new ImageStorage(
                archived.isPresent() && !restored ? StorageClass.ARCHIVE : StorageClass.STANDARD, archived,
                restored ? Optional.of(earlier(random)) : Optional.empty());
        return new Image(digest(number), "type", 1, Optional.empty(), Optional.empty(),
                some(random, TAGS, 0).stream().map(Tag::new).collect(Collectors.toSet()),
                random.nextInt(6) == 0 ? Set.of(digest(-1)) : Set.of(), pushedAt,
                random.nextBoolean() ? Optional.of(earlier(random)) : Optional.empty(), storage);
    }

    /** To the half day, so that many have the same age, and some are of exactly so many days. */
    private static Instant earlier(Random random) {
        return NOW.minus(Duration.ofHours(12L * random.nextInt(16)));
    }

    private static Digest digest(int number) {
        return Digest.sha256(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> some(Random random, List<String> all, int least) {
        return Stream.generate(() -> all.get(random.nextInt(all.size()))).limit(least + random.nextInt(3)).distinct().toList();
    }
}
