package dev.ferry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ReadSnapshotTest {
    private static final ItemKey THERE = ItemKey.of("policies", "registry", "111122223333", "scope", "registry");
    private static final ItemKey MISSING = ItemKey.of("policies", "registry", "111122223333", "scope", "repository/app");
    private static final ItemKey FORGOTTEN = ItemKey.of("policies", "registry", "444455556666", "scope", "registry");

    private final ReadSnapshot read = new ReadSnapshot(
            Set.of(THERE, MISSING), Map.of(THERE, Map.of("policy", AttributeValue.fromS("{}"))));

    @Test
    void what_was_asked_for_is_there_or_not() {
        assertThat(read.at(THERE)).contains(Map.of("policy", AttributeValue.fromS("{}")));
        assertThat(read.at(MISSING)).isEmpty();
    }

    @Test
    void a_forgotten_key_fails_loudly_and_does_not_read_as_nothing_there() {
        assertThatThrownBy(() -> read.at(FORGOTTEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not ask for")
                .hasMessageContaining("444455556666");
        assertThatThrownBy(() -> read.read(FORGOTTEN, item -> item)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void where_nothing_is_the_same_keys_can_be_looked_up() {
        assertThat(read.emptied().at(THERE)).isEmpty();
        assertThatThrownBy(() -> read.emptied().at(FORGOTTEN)).isInstanceOf(IllegalStateException.class);
    }
}
