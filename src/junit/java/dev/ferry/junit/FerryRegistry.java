package dev.ferry.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;

/** The registry of an account in a Region, as a test sees it. */
public final class FerryRegistry {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final URI endpoint;
    private final String account;
    private final Region region;
    private final EcrClient ecr;

    FerryRegistry(URI endpoint, String account, String region) {
        this.endpoint = endpoint;
        this.account = account;
        this.region = Region.of(region);
        this.ecr = client(EcrClient.class);
    }

    /** Where every AWS client finds it: {@code AWS_ENDPOINT_URL}. */
    public URI endpoint() {
        return endpoint;
    }

    /** Twelve digits. */
    public String account() {
        return account;
    }

    public Region region() {
        return region;
    }

    /** What container tools call it, with the port: such as {@code 111122223333.dkr.ecr.us-west-2.localhost:8080}. */
    public String host() {
        return account + ".dkr.ecr." + region.id() + "." + endpoint.getAuthority();
    }

    /** The access key whose id is the account. */
    public StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "any"));
    }

    public EcrClient ecr() {
        return ecr;
    }

    /** The same account's registry in another Region. */
    public FerryRegistry in(String otherRegion) {
        return new FerryRegistry(endpoint, account, otherRegion);
    }

    /**
     * A client of the AWS SDK that is set up for this registry.
     *
     * @param type a synchronous client, such as {@code EcrClient.class}
     * @throws IllegalArgumentException if it is none
     */
    public <C extends SdkClient> C client(Class<C> type) {
        try {
            AwsClientBuilder<?, ?> builder = (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
            builder.endpointOverride(endpoint).region(region).credentialsProvider(credentials());
            return type.cast(builder.build());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(type + " is no client of AWS", e);
        }
    }

    /**
     * Pushes an image of a few bytes, of which no two are the same.
     *
     * @param image a repository that is there, and a tag, such as {@code team/app:1.0}
     * @return its digest
     */
    public String pushImage(String image) {
        return new SmallImage(ecr).push(ImageName.parse(image));
    }

    /** Waits up to a minute. @see #awaitReplicated(String, Duration) */
    public List<ImageReplicationStatus> awaitReplicated(String image) {
        return awaitReplicated(image, PATIENCE);
    }

    /**
     * Waits until an image has arrived wherever the rules send it that were there when it was pushed.
     *
     * @param image in this registry, such as {@code team/app:1.0} or {@code team/app@sha256:…}
     * @return its destinations
     * @throws AssertionError if it has none, if a replication failed, or if it takes longer than this
     */
    public List<ImageReplicationStatus> awaitReplicated(String image, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (true) {
            List<ImageReplicationStatus> statuses = statuses(image);
            if (statuses.isEmpty()) {
                throw new AssertionError(image + " is not replicated: no rule of " + account + " in " + region.id() + " took it");
            }
            if (statuses.stream().anyMatch(status -> status.status() == ReplicationStatus.FAILED)) {
                throw new AssertionError("Replicating " + image + " failed: " + statuses);
            }
            if (statuses.stream().allMatch(status -> status.status() == ReplicationStatus.COMPLETE)) {
                return statuses;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("After " + patience + ", " + image + " has not arrived everywhere: " + statuses);
            }
            pause();
        }
    }

    /** Where an image goes and how far it is; none where no rule took it. */
    public List<ImageReplicationStatus> statuses(String image) {
        ImageName name = ImageName.parse(image);
        return ecr.describeImageReplicationStatus(
                        request -> request.repositoryName(name.repository()).imageId(name.identifier()))
                .replicationStatuses();
    }

    /** Empties the whole cloud, of all accounts and Regions, so of tests that run beside this one, too. */
    public void reset() {
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(endpoint.resolve("/_ferry/reset")).POST(BodyPublishers.noBody()).build(),
                    BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** ECR tells nobody who waits: one has to ask again. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
