package dev.ferry.registry;

import static dev.ferry.registry.ManifestTexts.image;
import static dev.ferry.registry.ManifestTexts.index;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests of another type, version or shape than they say. */
class ManifestShapeRefusalTest extends ManifestRefusalTest {
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
}
