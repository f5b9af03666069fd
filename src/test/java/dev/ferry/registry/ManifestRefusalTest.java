package dev.ferry.registry;

import static dev.ferry.registry.ManifestTexts.descriptor;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;

/** How the tests of what {@link ManifestReader} refuses ask it. */
abstract class ManifestRefusalTest {
    static final String CONFIG = descriptor(MediaTypes.OCI_CONFIG, "config");
    static final String LAYER = descriptor("application/vnd.oci.image.layer.v1.tar+gzip", "layer");

    static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidManifestException.class).hasMessage(message);
    }

    static void assertRefused(String text) {
        assertThatExceptionOfType(InvalidManifestException.class).isThrownBy(() -> read(text));
    }

    static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> ManifestReader.read(bytes, Optional.empty()))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessage(message);
    }

    static Manifest read(String text) {
        return ManifestTexts.read(text, Optional.empty());
    }
}
