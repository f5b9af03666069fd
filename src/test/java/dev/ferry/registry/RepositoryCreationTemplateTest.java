package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Repository.Encryption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositoryCreationTemplateTest {
    private static final Registry REGISTRY = Registry.of("111122223333", "eu-west-1");
    private static final RepositoryName NAME = new RepositoryName("prod/web");
    private static final Encryption KMS = new Encryption(Encryption.Type.KMS, null);

    private static RepositoryCreationTemplate template(
            Encryption encryption, Map<String, String> resourceTags, Optional<String> customRoleArn) {
        return new RepositoryCreationTemplate(
                new TemplatePrefix("prod"), Set.of(), Optional.empty(),
                new TagMutability(TagMutability.Mode.IMMUTABLE, List.of()), encryption, resourceTags, Optional.empty(),
                Optional.empty(), customRoleArn, Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void a_template_with_the_defaults_makes_a_repository_with_the_defaults() {
        assertThat(RepositoryCreationTemplate.withDefaults(TemplatePrefix.ROOT, Instant.EPOCH)
                        .repository(REGISTRY, NAME, "1", Instant.EPOCH))
                .isEqualTo(Repository.withDefaults(REGISTRY, NAME, "1", Instant.EPOCH));
    }

    @Test
    void a_repository_has_what_its_template_says() {
        Repository made = template(KMS, Map.of("team", "blue"), Optional.of("arn:aws:iam::111122223333:role/tagger"))
                .repository(REGISTRY, NAME, "1", Instant.EPOCH);

        assertThat(made).isEqualTo(new Repository(REGISTRY, NAME, "1", Instant.EPOCH,
                new TagMutability(TagMutability.Mode.IMMUTABLE, List.of()), false, KMS, Map.of("team", "blue")));
    }

    @Test
    void tags_and_kms_need_a_role() {
        Optional<String> role = Optional.of("arn:aws:iam::111122223333:role/tagger");

        assertThat(template(Encryption.DEFAULT, Map.of(), Optional.empty()).lacksRole()).isFalse();
        assertThat(template(Encryption.DEFAULT, Map.of("team", "blue"), Optional.empty()).lacksRole()).isTrue();
        assertThat(template(KMS, Map.of(), Optional.empty()).lacksRole()).isTrue();
        assertThat(template(KMS, Map.of("team", "blue"), role).lacksRole()).isFalse();
    }
}
