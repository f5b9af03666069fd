package dev.ferry.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ResumableHashPropertyTest {
    /** The chunks' lengths lie on both sides of the 64 and 128 bytes that the algorithms take at a time. */
    @Property
    void put_aside_after_every_chunk_it_is_the_hash_of_all(
            @ForAll Digest.Algorithm algorithm, @ForAll @Size(max = 12) List<@Size(max = 300) byte[]> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] state = ResumableHash.start(algorithm).state();
        for (byte[] chunk : chunks) {
            state = ResumableHash.resume(algorithm, state).update(chunk).state();
            all.writeBytes(chunk);

            assertThat(ResumableHash.resume(algorithm, state).digest()).isEqualTo(algorithm.of(all.toByteArray()));
        }
        ResumableHash resumed = ResumableHash.resume(algorithm, state);
        assertThat(resumed.digest())
                .as("asking for the digest changes nothing")
                .isEqualTo(resumed.digest())
                .isEqualTo(algorithm.of(all.toByteArray()));
    }
}
