package dev.ferry.registry;

import static dev.ferry.registry.ManifestTexts.descriptor;
import static dev.ferry.registry.ManifestTexts.image;
import static dev.ferry.registry.ManifestTexts.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry does not accept as a manifest, and what it says then. */
class ManifestReaderRefusalTest {
    private static final String CONFIG = descriptor(MediaTypes.OCI_CONFIG, "config");
    private static final String LAYER = descriptor("application/vnd.oci.image.layer.v1.tar+gzip", "layer");

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

    // ---------------------------------------------------------------------------------------------- type and shape

    @Test
    void read_refuses_a_manifest_whose_type_nobody_says() {
        String message = "image manifest mediatype not provided in manifest or parameter";

        assertRefused("{}", message);
        assertRefused("{'schemaVersion':2,'config':" + CONFIG + ",'layers':[]}", message);
        assertRefused("{'schemaVersion':2,'mediaType':null,'config':" + CONFIG + ",'layers':[]}", message);
    }

    @Test
    void read_refuses_a_declared_type_that_is_not_the_manifests_own() {
        assertThatThrownBy(() -> ManifestTexts.read(image(CONFIG), Optional.of(MediaTypes.DOCKER_MANIFEST)))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessage("the image manifest has the mediaType 'application/vnd.oci.image.manifest.v1+json' but was "
                        + "declared to be 'application/vnd.docker.distribution.manifest.v2+json'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "", "application/vnd.oci.artifact.manifest.v1+json",
        "APPLICATION/VND.OCI.IMAGE.MANIFEST.V1+JSON"})
    void read_refuses_types_it_does_not_know(String type) {
        assertThatThrownBy(() -> read(image(CONFIG).replace(MediaTypes.OCI_MANIFEST, type)))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageStartingWith("the mediaType '" + type + "' is not supported: it must be ");
    }

    @Test
    void read_refuses_docker_schema_1_and_says_what_to_do() {
        String message = "Docker image manifests of schema 1 are not supported: "
                + "push the image again as schema 2 or OCI, which every current client makes";

        assertRefused("{'schemaVersion':1,'name':'a','tag':'b','fsLayers':[],'history':[],'signatures':[]}", message);
        assertRefused("{'schemaVersion':1,'mediaType':'" + MediaTypes.DOCKER_SCHEMA1_SIGNED + "'}", message);
        assertRefused("{'schemaVersion':2,'mediaType':'" + MediaTypes.DOCKER_SCHEMA1 + "'}", message);
        assertThatThrownBy(() -> ManifestTexts.read("{}", Optional.of(MediaTypes.DOCKER_SCHEMA1)))
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "0", "-2", "20"})
    void read_refuses_other_schema_versions(String version) {
        assertRefused(image(CONFIG).replace("'schemaVersion':2", "'schemaVersion':" + version),
                "schemaVersion must be 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2e0", "'2'", "true", "[2]", "18446744073709551618"})
    void read_refuses_a_schema_version_that_is_no_integer(String version) {
        assertRefused(image(CONFIG).replace("'schemaVersion':2", "'schemaVersion':" + version),
                "schemaVersion must be an integer");
    }

    @Test
    void read_refuses_a_manifest_without_schema_version() {
        assertRefused(image(CONFIG).replace("'schemaVersion':2,", ""), "schemaVersion is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifests", "fsLayers"})
    void read_refuses_an_image_with_members_of_another_type(String member) {
        for (String value : new String[] {"[]", "null", "{}"}) {
            assertRefused(image(CONFIG).replace("'schemaVersion'", "'" + member + "':" + value + ",'schemaVersion'"),
                    "an image manifest of type " + MediaTypes.OCI_MANIFEST + " must not have " + member);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "layers", "fsLayers"})
    void read_refuses_an_index_with_members_of_another_type(String member) {
        for (String type : new String[] {MediaTypes.OCI_INDEX, MediaTypes.DOCKER_MANIFEST_LIST}) {
            assertRefused(index().replace(MediaTypes.OCI_INDEX, type)
                            .replace("'schemaVersion'", "'" + member + "':null,'schemaVersion'"),
                    "an image manifest of type " + type + " must not have " + member);
        }
    }

    @Test
    void read_refuses_a_body_of_the_other_shape() {
        assertRefused(image(CONFIG).replace(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_INDEX));
        assertRefused(index().replace(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST));
    }

    @Test
    void read_refuses_a_manifest_without_what_its_type_requires() {
        assertRefused(image(CONFIG).replace("'config':" + CONFIG + ",", ""), "config is required");
        assertRefused(image(CONFIG).replace(",'layers':[]", ""), "layers is required");
        assertRefused(image("null"), "config is required");
        assertRefused(image(CONFIG).replace("'layers':[]", "'layers':null"), "layers is required");
        assertRefused(image(CONFIG).replace("'layers':[]", "'layers':{}"), "layers must be a JSON array");
        assertRefused(index().replace(",'manifests':[]", ""), "manifests is required");
        assertRefused(index().replace("'manifests':[]", "'manifests':''"), "manifests must be a JSON array");
    }

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

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidManifestException.class).hasMessage(message);
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(InvalidManifestException.class).isThrownBy(() -> read(text));
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> ManifestReader.read(bytes, Optional.empty()))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessage(message);
    }

    private static Manifest read(String text) {
        return ManifestTexts.read(text, Optional.empty());
    }
}
