package dev.ferry.local.up;

import dev.ferry.registry.Digest;
import dev.ferry.registry.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;

/**
 * Starts the local cloud once and has it replicate the least of images, so that the JVMs of the cloud and of the functions,
 * ending, write the archives of loaded classes with which later ones start in half the time. The data goes to a folder that
 * is deleted.
 */
public final class TrainingRun {
    private static final String ACCOUNT = "111122223333";
    private static final String REPOSITORY = "training";
    private static final byte[] CONFIGURATION = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        ConsoleLog log = new ConsoleLog(System.err, Clock.systemUTC());
        log.silence();
        Path data = Files.createTempDirectory("ferry-training");
        try {
            CloudSettings settings = new CloudSettings(FerryHome.template(), FerryHome.target(), data, 0, log, true);
            try (Cloud cloud = Cloud.start(settings); EcrClient ecr = client(cloud.endpoint())) {
                replicate(ecr);
            }
        } finally {
            delete(data);
        }
    }

    private static EcrClient client(URI endpoint) {
        return EcrClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCOUNT, "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .build();
    }

    private static void replicate(EcrClient ecr) throws IOException {
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(rule ->
                rule.destinations(destination -> destination.registryId(ACCOUNT).region("eu-west-1")))));
        ecr.createRepository(create -> create.repositoryName(REPOSITORY));
        String upload = ecr.initiateLayerUpload(initiate -> initiate.repositoryName(REPOSITORY)).uploadId();
        ecr.uploadLayerPart(part -> part.repositoryName(REPOSITORY).uploadId(upload)
                .partFirstByte(0L).partLastByte(CONFIGURATION.length - 1L)
                .layerPartBlob(SdkBytes.fromByteArray(CONFIGURATION)));
        String digest = Digest.sha256(CONFIGURATION).toString();
        ecr.completeLayerUpload(complete ->
                complete.repositoryName(REPOSITORY).uploadId(upload).layerDigests(digest));
        ecr.putImage(put -> put.repositoryName(REPOSITORY).imageTag("1").imageManifest("""
                {"schemaVersion": 2, "mediaType": "%s", "layers": [],
                 "config": {"mediaType": "%s", "digest": "%s", "size": %d}}
                """.formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, digest, CONFIGURATION.length)));
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!isComplete(ecr)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("the image of the training run did not arrive within " + PATIENCE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean isComplete(EcrClient ecr) {
        return ecr.describeImageReplicationStatus(describe ->
                        describe.repositoryName(REPOSITORY).imageId(id -> id.imageTag("1")))
                .replicationStatuses().stream()
                .allMatch(status -> status.status() == ReplicationStatus.COMPLETE);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
