package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PushIdPropertyTest {
    private static final long LAST_MILLISECOND = (1L << 48) - 1;

    @Property(edgeCases = EdgeCasesMode.NONE)
    void ids_sort_by_time_whatever_makes_them_unique(
            @ForAll @LongRange(max = LAST_MILLISECOND) long one,
            @ForAll @LongRange(max = LAST_MILLISECOND) long two,
            @ForAll long first,
            @ForAll long second) {
        PushId earlier = PushId.at(Instant.ofEpochMilli(Math.min(one, two)), new UUID(first, second));
        PushId later = PushId.at(Instant.ofEpochMilli(Math.max(one, two)), new UUID(second, first));

        if (one == two) {
            assertThat(earlier.compareTo(later)).isEqualTo(earlier.value().compareTo(later.value()));
        } else {
            assertThat(earlier).isLessThan(later);
        }
    }

    @Property
    void an_id_reads_as_it_is_written(@ForAll @LongRange(max = LAST_MILLISECOND) long time, @ForAll long unique) {
        PushId id = PushId.at(Instant.ofEpochMilli(time), new UUID(unique, ~unique));

        assertThat(new PushId(id.toString())).isEqualTo(id);
    }
}
