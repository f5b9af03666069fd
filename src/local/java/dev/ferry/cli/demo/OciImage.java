package dev.ferry.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image to push.
 *
 * @param mediaType of the manifest
 * @param manifest  the exact bytes, over which the digest is computed
 * @param config    the image's configuration
 * @param layers    in the order in which they are put on one another
 */
record OciImage(String mediaType, byte[] manifest, Blob config, List<Blob> layers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    OciImage {
        layers = List.copyOf(layers);
    }

    /** The digest of the manifest, which names the image. */
    String digest() {
        return ContentDigest.of(manifest).digest();
    }

    /** All that must be in the registry before the manifest: the layers, and the configuration. */
    List<Blob> blobs() {
        List<Blob> blobs = new ArrayList<>(layers);
        blobs.add(config);
        return blobs;
    }

    /** What travels when everything has to, in bytes, the manifest included. */
    long size() {
        return manifest.length + blobs().stream().mapToLong(Blob::size).sum();
    }

    /**
     * Unpacks an OCI image layout.
     *
     * @param archive the layout as a tar archive, of one image
     * @param folder  where the files go, and stay as long as the image is used
     * @throws IOException       if the archive cannot be read, or holds something else
     * @throws MismatchException if a file's bytes are not what its digest says
     * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
     */
    static OciImage read(Path archive, Path folder) throws IOException {
        unpack(archive, folder);
        JsonNode images = JSON.readTree(folder.resolve("index.json").toFile()).path("manifests");
        if (images.size() != 1) {
            throw new IOException(archive + " must have one image, it has " + images.size());
        }
        Blob manifest = blob(images.get(0), folder);
        manifest.verify();
        byte[] bytes = Files.readAllBytes(manifest.content());
        JsonNode json = JSON.readTree(bytes);
        List<Blob> layers = new ArrayList<>();
        for (JsonNode layer : json.path("layers")) {
            layers.add(blob(layer, folder));
        }
        OciImage image = new OciImage(manifest.mediaType(), bytes, blob(json.path("config"), folder), layers);
        for (Blob blob : image.blobs()) {
            blob.verify();
        }
        return image;
    }

    private static Blob blob(JsonNode descriptor, Path folder) {
        String digest = descriptor.path("digest").asText();
        Path content = folder.resolve("blobs").resolve(digest.replace(':', '/'));
        return new Blob(descriptor.path("mediaType").asText(), digest, descriptor.path("size").asLong(), content);
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = entry.resolveIn(folder);
                if (entry.isFile()) {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                }
            }
        }
    }
}
