package dev.ferry.registry;

import static dev.ferry.registry.ManifestTexts.descriptor;
import static dev.ferry.registry.ManifestTexts.image;
import static dev.ferry.registry.ManifestTexts.index;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no text, no JSON, ambiguous, or too much. */
class ManifestBytesRefusalTest extends ManifestRefusalTest {
    // ---------------------------------------------------------------------------------------------- bytes

    @Test
    void read_refuses_no_bytes_and_too_many() {
        assertRefused(new byte[0], "an image manifest must have 1 to 4194304 bytes, not 0");
        assertRefused(new byte[4_194_305], "an image manifest must have 1 to 4194304 bytes, not 4194305");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-16"})
    void read_refuses_other_encodings(String charset) {
        byte[] bytes = ManifestTexts.json(image(CONFIG)).getBytes(Charset.forName(charset));

        assertThatExceptionOfType(InvalidManifestException.class)
                .isThrownBy(() -> ManifestReader.read(bytes, Optional.empty()));
    }

    @Test
    void read_refuses_a_byte_order_mark() {
        assertRefused("\uFEFF" + image(CONFIG), "an image manifest must not start with a byte order mark");
    }

    @Test
    void read_refuses_bytes_that_are_not_utf_8() {
        byte[] latin1 = ManifestTexts.json(image(CONFIG).replace("'schemaVersion'", "'note':'\u00e9','schemaVersion'"))
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'};

        assertRefused(latin1, "an image manifest must be valid UTF-8");
        assertRefused(overlong, "an image manifest must be valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " 1", "x", "\0", "]", "\"\"", "/* more */"})
    void read_refuses_anything_after_the_manifest(String more) {
        assertRefused(image(CONFIG) + more);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "{", "[", "{]", "{'schemaVersion':2,}", "{schemaVersion:2}", "{'a':01}", "{'a':NaN}",
        "{'a':'\u0001'}", "nul", "{'a':'\\x'}", "\0"})
    void read_refuses_what_is_not_json(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "2", "'text'", "true"})
    void read_refuses_json_that_is_no_object(String text) {
        assertRefused(text, "an image manifest must be a JSON object");
    }

    @Test
    void read_says_where_the_json_is_broken() {
        assertThatThrownBy(() -> read("{\n'a' 1}"))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageStartingWith("the image manifest is not valid JSON: ")
                .hasMessageEndingWith("(line 2, column 5)");
    }

    @Test
    void read_refuses_a_key_that_stands_twice() {
        assertThatThrownBy(() -> read("{'schemaVersion':2,'schemaVersion':2}"))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageContaining("Duplicate field 'schemaVersion'");
        assertRefused(image(CONFIG.replace("'size'", "'size':1,'size'")));
        assertRefused(image(CONFIG.replace("'size'", "'platform':{'os':'a','\\u006fs':'b'},'size'")));
    }

    @ParameterizedTest
    @CsvSource({"layers, Layers", "config, CONFIG", "mediaType, mediatype", "layers, layer\u017f"})
    void read_refuses_a_member_that_other_readers_would_take_for_another(String member, String written) {
        assertRefused(image(CONFIG, LAYER).replace("'schemaVersion'", "'" + written + "':[],'schemaVersion'"),
                member + " must not be written as '" + written + "'");
    }

    @Test
    void read_refuses_a_descriptors_member_in_another_case() {
        assertRefused(image(CONFIG, LAYER.replace("'size'", "'Digest':'" + Digest.sha256("other") + "','size'")),
                "layers[0].digest must not be written as 'Digest'");
    }

    // ---------------------------------------------------------------------------------------------- bounds

    @Test
    void read_refuses_deep_nesting() {
        String message = "the image manifest is too large to be read: at most 100000 JSON tokens, 32 levels, "
                + "and no member or number of unusual length";

        assertRefused("[".repeat(4_194_304), message);
        assertRefused("{'a':".repeat(800_000), message);
        assertRefused("{'a':" + "[".repeat(32) + "]".repeat(32) + "}", message);
    }

    @Test
    void read_refuses_a_hundred_thousand_descriptors() {
        String small = "{'mediaType':'a/b','digest':'','size':1}";

        assertRefused(image(CONFIG, String.join(",", Collections.nCopies(100_000, small))));
        assertRefused(index(String.join(",", Collections.nCopies(100_000, small))));
    }

    @Test
    void read_refuses_four_mebibytes_of_small_values() {
        assertRefused("[" + "0,".repeat(2_097_150) + "0]");
        assertRefused("[" + "{},".repeat(1_398_000) + "0]");
        assertRefused("{'a':" + "9".repeat(4_000_000) + "}");
    }

    @Test
    void read_refuses_a_layer_or_child_too_many() {
        assertRefused(image(CONFIG, String.join(",", Collections.nCopies(1_001, LAYER))),
                "an image manifest can have at most 1000 layers");
        assertRefused(index(String.join(",", Collections.nCopies(81, descriptor(MediaTypes.OCI_MANIFEST, "child")))),
                "an image index can list at most 80 images");
    }

    @Test
    void read_counts_foreign_layers_as_layers() {
        String foreign = descriptor(
                "application/vnd.oci.image.layer.nondistributable.v1.tar", "far", ",'urls':['https://example.com/far']");

        assertRefused(image(CONFIG, LAYER, String.join(",", Collections.nCopies(1_000, foreign))),
                "an image manifest can have at most 1000 layers");
    }
}
