package dev.ferry.registry;

import static dev.ferry.registry.ManifestTexts.descriptor;
import static dev.ferry.registry.ManifestTexts.image;
import static dev.ferry.registry.ManifestTexts.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors, annotations and subjects that are none. */
class ManifestMembersRefusalTest extends ManifestRefusalTest {
    // ---------------------------------------------------------------------------------------------- members

    @Test
    void read_refuses_a_descriptor_that_is_no_object() {
        assertRefused(image("[]"), "config must be a JSON object");
        assertRefused(image(CONFIG, LAYER, "null"), "layers[1] must be a JSON object");
        assertRefused(index("'sha256'"), "manifests[0] must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mediaType", "digest", "size"})
    void read_refuses_a_descriptor_without(String member) {
        assertRefused(image(CONFIG, LAYER.replace("'" + member + "'", "'x-" + member + "'")),
                "layers[0]." + member + " is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.0", "'5'", "9223372036854775808", "1e3", "{}"})
    void read_refuses_a_size_that_is_no_integer(String size) {
        assertRefused(image(CONFIG, LAYER.replace("'size':5", "'size':" + size)), "layers[0].size must be an integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9007199254740992", "9223372036854775807"})
    void read_refuses_a_size_out_of_bounds(String size) {
        assertRefused(image(CONFIG, LAYER.replace("'size':5", "'size':" + size)),
                "layers[0]: a descriptor's size must be 0 to 9007199254740991 bytes");
    }

    @Test
    void read_refuses_a_malformed_digest() {
        String digest = Digest.sha256("layer").toString();

        assertRefused(image(CONFIG, LAYER.replace(digest, "md5:00")),
                "layers[0].digest must start with 'sha256:' or 'sha512:'");
        assertRefused(image(CONFIG, LAYER.replace(digest, digest.toUpperCase(Locale.ROOT).replace("SHA256", "sha256"))),
                "layers[0].digest must be 64 lower-case hexadecimal digits after 'sha256:'");
        assertRefused(image(CONFIG, LAYER.replace("'" + digest + "'", "7")), "layers[0].digest must be a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "a/", "/b", "a/b/c", "a/b; charset=utf-8", " a/b", "a/b\\n", "\u00e4/b"})
    void read_refuses_a_malformed_media_type(String type) {
        assertRefused(image(CONFIG, descriptor(type, "layer")),
                "layers[0]: a descriptor's mediaType must be a media type without parameters");
    }

    @Test
    void read_refuses_one_digest_with_two_sizes() {
        String other = LAYER.replace("'size':5", "'size':6");
        String message = "the digest " + Digest.sha256("layer") + " must not be given with two sizes";

        assertRefused(image(CONFIG, LAYER, other), message);
        assertRefused(index(LAYER, other), message);
    }

    @Test
    void read_refuses_embedded_content_that_is_something_else() {
        String message = "config.data must be the content that the digest and size beside it name";

        assertRefused(image(descriptor(MediaTypes.OCI_EMPTY, "{}", ",'data':'W10='")), message);
        assertRefused(image(descriptor(MediaTypes.OCI_EMPTY, "{}", ",'data':'e30='").replace("'size':2", "'size':3")),
                message);
        assertRefused(image(descriptor(MediaTypes.OCI_EMPTY, "{}", ",'data':''")), message);
        assertRefused(image(descriptor(MediaTypes.OCI_EMPTY, "{}", ",'data':'*'")), "config.data must be Base64");
        assertRefused(image(descriptor(MediaTypes.OCI_EMPTY, "{}", ",'data':{}")), "config.data must be a string");
    }

    @Test
    void read_refuses_urls_that_are_no_list_of_texts() {
        assertRefused(image(CONFIG, descriptor("a/b", "layer", ",'urls':'https://example.com'")),
                "layers[0].urls must be a JSON array");
        assertRefused(image(CONFIG, descriptor("a/b", "layer", ",'urls':[1]")), "layers[0].urls must be a string");
    }

    @Test
    void read_refuses_annotations_that_are_not_text() {
        String manifest = image(CONFIG, LAYER);

        assertRefused(manifest.replace("'schemaVersion'", "'annotations':{'a':1},'schemaVersion'"),
                "annotations['a'] must be a string");
        assertRefused(manifest.replace("'schemaVersion'", "'annotations':{'a':null},'schemaVersion'"),
                "annotations['a'] must be a string");
        assertRefused(manifest.replace("'schemaVersion'", "'annotations':[],'schemaVersion'"),
                "annotations must be a JSON object");
        assertRefused(image(CONFIG, descriptor("a/b", "layer", ",'annotations':{'a':{}}")),
                "layers[0].annotations['a'] must be a string");
    }

    @Test
    void read_refuses_half_a_surrogate_pair() {
        assertRefused(image(CONFIG).replace("'schemaVersion'", "'annotations':{'a':'\\ud800'},'schemaVersion'"),
                "annotations['a'] must be valid Unicode");
        // Of a name, the parser says it before the reader does.
        assertRefused(image(CONFIG).replace("'schemaVersion'", "'annotations':{'\\udc00':'a'},'schemaVersion'"));
    }

    @Test
    void read_refuses_a_malformed_subject_or_artifact_type() {
        assertRefused(image(CONFIG).replace("'schemaVersion'", "'subject':'" + Digest.sha256("x") + "','schemaVersion'"),
                "subject must be a JSON object");
        assertRefused(image(CONFIG).replace("'schemaVersion'", "'subject':{'mediaType':'a/b'},'schemaVersion'"),
                "subject.digest is required");
        assertRefused(image(CONFIG).replace("'schemaVersion'", "'artifactType':'','schemaVersion'"),
                "artifactType must be a media type without parameters");
        assertRefused(index().replace("'schemaVersion'", "'artifactType':'signature','schemaVersion'"),
                "artifactType must be a media type without parameters");
    }

    // ---------------------------------------------------------------------------------------------- messages

    @Test
    void messages_show_little_of_what_was_sent_and_on_one_line() {
        String manyLines = "a\\n".repeat(100_000);

        for (String text : new String[] {
            image(CONFIG).replace(MediaTypes.OCI_MANIFEST, manyLines),
            image(CONFIG).replace("'schemaVersion'", "'annotations':{'" + "k".repeat(40_000) + "':1},'schemaVersion'"),
            "{'" + "d".repeat(40_000) + "':1,'" + "d".repeat(40_000) + "':1}",
            "{'a':" + "x".repeat(1_000_000) + "}"
        }) {
            assertThatThrownBy(() -> read(text))
                    .isInstanceOf(InvalidManifestException.class)
                    .satisfies(refusal -> assertThat(refusal.getMessage())
                            .hasSizeLessThan(600)
                            .doesNotContainPattern("\\p{Cntrl}"));
        }
    }
}
