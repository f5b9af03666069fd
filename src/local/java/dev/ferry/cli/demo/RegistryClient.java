package dev.ferry.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;

/**
 * Pushes to a registry and pulls from it by ECR's API, as a user of the AWS SDK does. What goes wrong is an exception:
 * of the SDK, or a {@link MismatchException} if an answer is not what it has to be.
 */
final class RegistryClient implements AutoCloseable {
    /** In the local cloud the access key id says which account calls, and any secret will do. */
    private static final String SECRET = "any";
    /** Longer than a function takes that has yet to start, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DemoRegistry registry;
    private final EcrClient ecr;

    private RegistryClient(DemoRegistry registry, EcrClient ecr) {
        this.registry = registry;
        this.ecr = ecr;
    }

    /** @param endpoint what the AWS CLI would be given as {@code --endpoint-url} */
    static RegistryClient of(URI endpoint, DemoRegistry registry) {
        AwsBasicCredentials credentials = AwsBasicCredentials.create(registry.account(), SECRET);
        EcrClient ecr = EcrClient.builder()
                .endpointOverride(endpoint)
                .region(registry.region())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(PATIENCE))
                .build();
        return new RegistryClient(registry, ecr);
    }

    DemoRegistry registry() {
        return registry;
    }

    /** For what is neither a push nor a pull. */
    EcrClient ecr() {
        return ecr;
    }

    /**
     * Uploads what the repository has not, then puts the manifest.
     *
     * @param progress is told of each layer, and of the configuration, as soon as it is there
     */
    Pushed push(String repository, String tag, OciImage image, Consumer<BlobPush> progress) throws IOException {
        Instant start = Instant.now();
        Set<String> present = present(repository, image);
        List<BlobPush> pushed = new ArrayList<>();
        for (Blob blob : image.blobs()) {
            Instant began = Instant.now();
            int parts = present.contains(blob.digest()) ? 0 : upload(repository, blob);
            BlobPush push = new BlobPush(blob, parts, Duration.between(began, Instant.now()));
            pushed.add(push);
            progress.accept(push);
        }
        PutImageResponse put = ecr.putImage(request -> request.repositoryName(repository)
                .imageTag(tag)
                .imageManifest(new String(image.manifest(), StandardCharsets.UTF_8))
                .imageManifestMediaType(image.mediaType()));
        expect(image.digest(), put.image().imageId().imageDigest());
        return new Pushed(pushed, Duration.between(start, Instant.now()));
    }

    /** The digests, of all that an image needs, that a repository has. */
    Set<String> present(String repository, OciImage image) {
        List<String> digests = image.blobs().stream().map(Blob::digest).toList();
        return ecr
                .batchCheckLayerAvailability(
                        request -> request.repositoryName(repository).layerDigests(digests))
                .layers()
                .stream()
                .filter(layer -> layer.layerAvailability() == LayerAvailability.AVAILABLE)
                .map(Layer::layerDigest)
                .collect(Collectors.toSet());
    }

    /** @return the number of parts */
    private int upload(String repository, Blob blob) throws IOException {
        InitiateLayerUploadResponse upload =
                ecr.initiateLayerUpload(request -> request.repositoryName(repository));
        int partSize = Math.toIntExact(upload.partSize());
        int parts = 0;
        try (InputStream content = Files.newInputStream(blob.content())) {
            long first = 0;
            for (byte[] part = content.readNBytes(partSize); part.length > 0; part = content.readNBytes(partSize)) {
                uploadPart(repository, upload.uploadId(), first, part);
                first += part.length;
                parts++;
            }
        }
        CompleteLayerUploadResponse complete = ecr.completeLayerUpload(request -> request.repositoryName(repository)
                .uploadId(upload.uploadId())
                .layerDigests(blob.digest()));
        expect(blob.digest(), complete.layerDigest());
        return parts;
    }

    private void uploadPart(String repository, String uploadId, long first, byte[] part) {
        ecr.uploadLayerPart(request -> request.repositoryName(repository)
                .uploadId(uploadId)
                .partFirstByte(first)
                .partLastByte(first + part.length - 1)
                .layerPartBlob(SdkBytes.fromByteArrayUnsafe(part)));
    }

    /**
     * Gets the manifest, then the configuration and every layer, and checks each digest on the way.
     *
     * @throws MismatchException if the image is not there, or a byte of it is wrong
     */
    PulledImage pull(String repository, String tag) throws IOException {
        BatchGetImageResponse answer = ecr.batchGetImage(request -> request.repositoryName(repository)
                .imageIds(ImageIdentifier.builder().imageTag(tag).build()));
        if (answer.images().size() != 1) {
            throw new MismatchException(
                    "one image " + repository + ":" + tag + " in " + registry,
                    answer.images().size() + ", failures " + answer.failures());
        }
        byte[] manifest = answer.images().get(0).imageManifest().getBytes(StandardCharsets.UTF_8);
        ContentDigest content = ContentDigest.of(manifest);
        expect(answer.images().get(0).imageId().imageDigest(), content.digest());
        JsonNode json = JSON.readTree(manifest);
        ContentDigest config = download(repository, json.path("config"));
        List<ContentDigest> layers = new ArrayList<>();
        for (JsonNode layer : json.path("layers")) {
            layers.add(download(repository, layer));
        }
        long size = content.size() + config.size() + layers.stream().mapToLong(ContentDigest::size).sum();
        return new PulledImage(content.digest(), layers, size);
    }

    private ContentDigest download(String repository, JsonNode descriptor) throws IOException {
        String digest = descriptor.path("digest").asText();
        String url = ecr.getDownloadUrlForLayer(
                        request -> request.repositoryName(repository).layerDigest(digest))
                .downloadUrl();
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
        connection.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
        // The URL itself stays unsaid: who reads it may read the layer.
        expect("status 200 for layer " + digest, "status " + connection.getResponseCode() + " for layer " + digest);
        try (InputStream body = connection.getInputStream()) {
            ContentDigest content = ContentDigest.of(body);
            content.verify(digest, descriptor.path("size").asLong());
            return content;
        }
    }

    private static void expect(String expected, String came) {
        if (!expected.equals(came)) {
            throw new MismatchException(expected, came);
        }
    }

    @Override
    public void close() {
        ecr.close();
    }
}
