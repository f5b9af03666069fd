package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class DigestPropertyTest {
    @Property
    void parse_reads_what_to_string_writes(@ForAll byte[] content) {
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            Digest digest = algorithm.of(content);

            assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
        }
    }

    @Property
    void any_32_bytes_are_a_sha256(@ForAll @Size(32) byte[] hash) {
        String hex = HexFormat.of().formatHex(hash);

        assertThat(Digest.parse("sha256:" + hex)).isEqualTo(new Digest(Digest.Algorithm.SHA256, hex));
    }
}
