package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepositoryTest {
    private static final Registry REGISTRY = Registry.of("111122223333", "us-west-2");
    private static final RepositoryName NAME = new RepositoryName("team/app");

    @Test
    void has_ecrs_defaults_without_saying_otherwise() {
        Repository repository = Repository.withDefaults(REGISTRY, NAME, "1", Instant.EPOCH);

        assertThat(repository.tagMutability()).isEqualTo(TagMutability.MUTABLE);
        assertThat(repository.scanOnPush()).isFalse();
        assertThat(repository.encryption().type()).isEqualTo(Repository.Encryption.Type.AES256);
        assertThat(repository.resourceTags()).isEmpty();
    }

    @Test
    void keeps_its_resource_tags_from_change() {
        Map<String, String> given = new HashMap<>(Map.of("team", "blue"));
        Repository repository = new Repository(REGISTRY, NAME, "1", Instant.EPOCH, TagMutability.MUTABLE, false,
                Repository.Encryption.DEFAULT, given);

        given.put("team", "red");

        assertThat(repository.resourceTags()).containsEntry("team", "blue");
    }
}
