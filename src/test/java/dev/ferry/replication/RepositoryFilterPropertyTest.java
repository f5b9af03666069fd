package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class RepositoryFilterPropertyTest {
    @Property
    void every_start_of_a_name_is_a_prefix_that_matches_it(
            @ForAll @CharRange(from = 'a', to = 'f') @StringLength(min = 1, max = 6) String namespace,
            @ForAll @CharRange(from = 'a', to = 'f') @StringLength(min = 1, max = 6) String name,
            @ForAll @Chars({'.', '_', '-', '/'}) @StringLength(1) String separator,
            @ForAll @IntRange(min = 2, max = 13) int length) {
        String repository = namespace + separator + name;
        Assume.that(length <= repository.length());

        RepositoryFilter filter = new RepositoryFilter(repository.substring(0, length));

        assertThat(filter.matches(repository)).isTrue();
        assertThat(filter.matches("0" + repository)).isFalse();
    }
}
