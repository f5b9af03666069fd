package dev.ferry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;

/** One account in one Region, as its owner uses it: by AWS's own SDK. */
public final class TestRegistry {
    /** How long a replication may take on a machine that is busy. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI endpoint;
    private final String account;
    private final String region;
    private final EcrClient ecr;

    /** Its client waits for a busy machine, as it would ask again for what was done meanwhile. */
    public TestRegistry(URI endpoint, String account, String region) {
        this.endpoint = endpoint;
        this.account = account;
        this.region = region;
        this.ecr = configured(EcrClient.builder().httpClientBuilder(ApacheHttpClient.builder().socketTimeout(PATIENCE)))
                .build();
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "any")));
    }

    public EcrClient ecr() {
        return ecr;
    }

    public IamClient iam() {
        return configured(IamClient.builder().httpClientBuilder(ApacheHttpClient.builder())).build();
    }

    public AccountClient accountManagement() {
        return configured(AccountClient.builder().httpClientBuilder(ApacheHttpClient.builder())).build();
    }

    public EventBridgeClient eventBridge() {
        return configured(EventBridgeClient.builder().httpClientBuilder(ApacheHttpClient.builder())).build();
    }

    /** The same registry as container tools use it. */
    public RegistryClient oci() {
        return new RegistryClient(
                endpoint, "Basic " + ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken());
    }

    public String account() {
        return account;
    }

    public String region() {
        return region;
    }

    public TestRegistry with(String repository) {
        ecr.createRepository(create -> create.repositoryName(repository));
        return this;
    }

    /** A rule for all repositories, or for those with the prefixes. */
    public static ReplicationRule rule(List<TestRegistry> destinations, String... prefixes) {
        ReplicationRule.Builder rule = ReplicationRule.builder().destinations(destinations.stream()
                .map(to -> ReplicationDestination.builder().region(to.region).registryId(to.account).build())
                .toList());
        if (prefixes.length > 0) {
            rule.repositoryFilters(Arrays.stream(prefixes)
                    .map(prefix -> RepositoryFilter.builder().filter(prefix).filterType(RepositoryFilterType.PREFIX_MATCH).build())
                    .toList());
        }
        return rule.build();
    }

    public TestRegistry replicatingTo(TestRegistry... destinations) {
        return replicatingBy(rule(List.of(destinations)));
    }

    public TestRegistry replicatingBy(ReplicationRule... rules) {
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(rules)));
        return this;
    }

    /** Lets another account replicate to here, and make the repositories for it. */
    public TestRegistry allowing(TestRegistry source) {
        return allowing(source, "ecr:ReplicateImage", "ecr:CreateRepository");
    }

    public TestRegistry allowing(TestRegistry source, String... actions) {
        ecr.putRegistryPolicy(put -> put.policyText("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Replicas\","
                + "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::" + source.account + ":root\"},\"Action\":[\""
                + String.join("\",\"", actions) + "\"],\"Resource\":[\"arn:aws:ecr:" + region + ":" + account
                + ":repository/*\"]}]}"));
        return this;
    }

    // ---------------------------------------------------------------------------------------------- push and pull

    /** Pushes as an AWS client does: the blobs that are missing, then the children of an index, then the manifest. */
    public void push(String repository, TestImage image, String tag) {
        image.children().forEach(child -> push(repository, child, null));
        image.blobs().forEach(blob -> upload(repository, blob));
        ecr.putImage(put -> put.repositoryName(repository).imageManifest(image.manifestText())
                .imageManifestMediaType(image.mediaType()).imageTag(tag));
    }

    private void upload(String repository, TestImage.Blob blob) {
        boolean there = ecr.batchCheckLayerAvailability(check ->
                        check.repositoryName(repository).layerDigests(blob.digest().toString()))
                .layers().get(0).layerAvailabilityAsString().equals("AVAILABLE");
        if (there) {
            return;
        }
        var begun = ecr.initiateLayerUpload(initiate -> initiate.repositoryName(repository));
        byte[] bytes = blob.bytes();
        for (int from = 0; from < bytes.length; from += begun.partSize().intValue()) {
            int first = from;
            int end = (int) Math.min(bytes.length, from + begun.partSize());
            ecr.uploadLayerPart(part -> part.repositoryName(repository).uploadId(begun.uploadId())
                    .partFirstByte((long) first).partLastByte(end - 1L)
                    .layerPartBlob(SdkBytes.fromByteArrayUnsafe(Arrays.copyOfRange(bytes, first, end))));
        }
        ecr.completeLayerUpload(complete -> complete.repositoryName(repository).uploadId(begun.uploadId())
                .layerDigests(blob.digest().toString()));
    }

    /** Pulls an image with all that it references, and checks that everything is what its digest says. */
    public void pull(String repository, ImageIdentifier id) {
        Image image = find(repository, id).orElseThrow(() -> new AssertionError(this + " has no " + repository + " " + id));
        byte[] manifest = image.imageManifest().getBytes(StandardCharsets.UTF_8);
        assertThat(Digest.sha256(manifest)).hasToString(image.imageId().imageDigest());
        var read = ManifestReader.read(manifest, Optional.of(image.imageManifestMediaType()));
        read.children().forEach(child -> pull(repository, digest(child.digest())));
        for (Descriptor layer : read.layers()) {
            byte[] bytes = download(ecr.getDownloadUrlForLayer(get ->
                    get.repositoryName(repository).layerDigest(layer.digest().toString())).downloadUrl());
            assertThat(Digest.sha256(bytes)).isEqualTo(layer.digest());
        }
    }

    private static byte[] download(String url) {
        try (InputStream content = URI.create(url).toURL().openStream()) {
            return content.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public Optional<Image> find(String repository, ImageIdentifier id) {
        return ecr.batchGetImage(get -> get.repositoryName(repository).imageIds(id)).images().stream().findFirst();
    }

    public boolean hasRepository(String repository) {
        return ecr.describeRepositories().repositories().stream()
                .anyMatch(present -> present.repositoryName().equals(repository));
    }

    public static ImageIdentifier tag(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
    }

    public static ImageIdentifier digest(Digest digest) {
        return ImageIdentifier.builder().imageDigest(digest.toString()).build();
    }

    // -------------------------------------------------------------------------------------------------- waiting

    public List<ImageReplicationStatus> statuses(String repository, ImageIdentifier id) {
        return ecr.describeImageReplicationStatus(describe -> describe.repositoryName(repository).imageId(id))
                .replicationStatuses();
    }

    /** Waits until no replication of the image is under way, and gives their ends. */
    public List<ImageReplicationStatus> awaitEnds(String repository, ImageIdentifier id) {
        return await().atMost(PATIENCE).until(() -> statuses(repository, id),
                all -> all.stream().noneMatch(one -> one.status() == ReplicationStatus.IN_PROGRESS));
    }

    public void awaitComplete(String repository, ImageIdentifier id) {
        assertThat(awaitEnds(repository, id)).isNotEmpty()
                .allSatisfy(end -> assertThat(end.status()).isEqualTo(ReplicationStatus.COMPLETE));
    }

    @Override
    public String toString() {
        return account + "/" + region;
    }
}
