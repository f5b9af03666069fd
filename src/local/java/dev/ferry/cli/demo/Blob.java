package dev.ferry.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A layer of an image, or its configuration, in a file.
 *
 * @param mediaType as the manifest says
 * @param digest    {@code sha256:} and 64 hexadecimal digits, as the manifest says
 * @param size      in bytes, as the manifest says
 * @param content   the file
 */
record Blob(String mediaType, String digest, long size, Path content) {

    Blob {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(content);
    }

    /** @throws MismatchException if the file is not what the manifest says */
    void verify() throws IOException {
        try (InputStream in = Files.newInputStream(content)) {
            ContentDigest.of(in).verify(digest, size);
        }
    }
}
