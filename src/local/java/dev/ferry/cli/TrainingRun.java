package dev.ferry.cli;

import dev.ferry.local.Cloud;
import dev.ferry.local.CloudSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;

/**
 * Starts the local cloud once and has it replicate the least of images, which came through both front doors, so that the JVMs
 * of the cloud and of the functions, ending, write the archives of loaded classes with which later ones start in half the
 * time. The data goes to a folder that is deleted.
 */
public final class TrainingRun {
    private static final String ACCOUNT = "111122223333";
    private static final String REPOSITORY = "training";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        ConsoleLog log = new ConsoleLog(System.err, Clock.systemUTC());
        log.silence();
        Path data = Files.createTempDirectory("ferry-training");
        try {
            CloudSettings settings = new CloudSettings(FerryHome.template(), FerryHome.target(), data, 0, Set.of(), log, true);
            try (Cloud cloud = Cloud.start(settings); EcrClient ecr = client(cloud.endpoint())) {
                train(ecr, ContainerTool.loggedIn(cloud.endpoint(), ecr, PATIENCE));
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

    private static void train(EcrClient ecr, ContainerTool tool) throws IOException {
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(rule ->
                rule.destinations(destination -> destination.registryId(ACCOUNT).region("eu-west-1")))));
        ecr.createRepository(create -> create.repositoryName(REPOSITORY));
        TrainingImage bySdk = new TrainingImage("sdk");
        TrainingImage byTool = new TrainingImage("tool");
        push(ecr, bySdk);
        tool.push(REPOSITORY, byTool);
        tool.pull(REPOSITORY, byTool);
        awaitComplete(ecr, bySdk);
        awaitComplete(ecr, byTool);
    }

    private static void push(EcrClient ecr, TrainingImage image) {
        String upload = ecr.initiateLayerUpload(initiate -> initiate.repositoryName(REPOSITORY)).uploadId();
        ecr.uploadLayerPart(part -> part.repositoryName(REPOSITORY).uploadId(upload)
                .partFirstByte(0L).partLastByte(image.configuration().length() - 1L)
                .layerPartBlob(SdkBytes.fromUtf8String(image.configuration())));
        ecr.completeLayerUpload(complete -> complete.repositoryName(REPOSITORY).uploadId(upload)
                .layerDigests(image.configurationDigest().toString()));
        ecr.putImage(put -> put.repositoryName(REPOSITORY).imageTag(image.tag()).imageManifest(image.manifest()));
    }

    private static void awaitComplete(EcrClient ecr, TrainingImage image) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!isComplete(ecr, image)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("the image " + image.tag() + " of the training run did not arrive within " + PATIENCE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean isComplete(EcrClient ecr, TrainingImage image) {
        List<ImageReplicationStatus> statuses = ecr.describeImageReplicationStatus(describe ->
                        describe.repositoryName(REPOSITORY).imageId(id -> id.imageTag(image.tag())))
                .replicationStatuses();
        return !statuses.isEmpty()
                && statuses.stream().allMatch(status -> status.status() == ReplicationStatus.COMPLETE);
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
