package dev.ferry.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ResumableSha256PropertyTest {
    /** The chunks' lengths lie on both sides of the 64 bytes that SHA-256 takes at a time. */
    @Property
    void put_aside_after_every_chunk_it_is_the_sha256_of_all(
            @ForAll @Size(max = 12) List<@Size(max = 200) byte[]> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] state = ResumableSha256.start().state();
        for (byte[] chunk : chunks) {
            state = ResumableSha256.resume(state).update(chunk).state();
            all.writeBytes(chunk);

            assertThat(ResumableSha256.resume(state).digest()).isEqualTo(Digest.sha256(all.toByteArray()));
        }
        assertThat(ResumableSha256.resume(state).digest())
                .as("asking for the digest changes nothing")
                .isEqualTo(Digest.sha256(all.toByteArray()));
    }
}
