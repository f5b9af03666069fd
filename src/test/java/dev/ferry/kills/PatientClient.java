package dev.ferry.kills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.Registry;
import dev.ferry.testing.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;

/**
 * The owners of registries, who repeat a call that was lost until they know what came of it: the connection broke, nobody
 * listened, or the function that should have answered had ended.
 */
final class PatientClient {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long MILLIS_BETWEEN = 100;

    private final CloudProcess cloud;
    private final SdkHttpClient http = ApacheHttpClient.create();
    private final Map<Place, EcrClient> clients = new ConcurrentHashMap<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicLong answered = new AtomicLong();
    /** Since when the calls under way are made, by the threads that make them. */
    private final Map<Thread, Instant> underWay = new ConcurrentHashMap<>();

    /** Of container tools' logins, which are valid for hours. */
    private final Map<Registry, String> tokens = new ConcurrentHashMap<>();

    private record Place(URI endpoint, Registry registry) {}

    PatientClient(CloudProcess cloud) {
        this.cloud = cloud;
    }

    private EcrClient client(Registry registry) {
        return clients.computeIfAbsent(new Place(cloud.endpoint(), registry), place -> EcrClient.builder()
                .httpClient(http)
                .endpointOverride(place.endpoint())
                .region(Region.of(registry.region().value()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(registry.account().value(), "any")))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build());
    }

    /**
     * Has the registry answer.
     *
     * @throws RefusedException if the answer is no
     */
    <T> T ask(Registry registry, Function<EcrClient, T> call) {
        return patiently(() -> call.apply(client(registry)));
    }

    /** What is found at a URL that the registry makes, which leads to the cloud that made it. */
    byte[] download(Registry registry, Function<EcrClient, String> url) {
        return patiently(() -> {
            URLConnection connection = URI.create(url.apply(client(registry))).toURL().openConnection();
            try (InputStream content = connection.getInputStream()) {
                byte[] bytes = content.readAllBytes();
                if (bytes.length != connection.getContentLengthLong()) { // the server was killed, of which the JDK says nothing
                    throw new IOException("the answer broke off after " + bytes.length + " bytes");
                }
                return bytes;
            }
        });
    }

    /** Has the registry answer as container tools ask it, whatever the answer is if it is not the server's own failure. */
    HttpResponse<byte[]> send(Registry registry, Function<RegistryClient, HttpResponse<byte[]>> call) {
        return patiently(() -> {
            HttpResponse<byte[]> answer = call.apply(registryClient(registry));
            if (answer.statusCode() >= 500) {
                throw new IOException(answer + ": " + RegistryClient.text(answer));
            }
            return answer;
        });
    }

    /**
     * Has the registry carry out an operation that the AWS SDK does not know yet, or not with all its members.
     *
     * @throws RefusedException if the answer is no
     */
    JsonNode call(Registry registry, String operation, String json) {
        return patiently(() -> {
            HttpResponse<String> answer = RawOperation.ask(cloud.endpoint(), registry, operation, json);
            if (answer.statusCode() >= 500) {
                throw new IOException(answer + ": " + answer.body());
            }
            return RawOperation.output(answer);
        });
    }

    private RegistryClient registryClient(Registry registry) {
        String token = tokens.computeIfAbsent(registry, loggedIn -> client(loggedIn)
                .getAuthorizationToken()
                .authorizationData()
                .get(0)
                .authorizationToken());
        return new RegistryClient(cloud.endpoint(), "Basic " + token);
    }

    /** How many calls were answered by now. */
    long answered() {
        return answered.get();
    }

    /** How long the call that has waited longest has been repeated by now. */
    Duration longestWait() {
        Instant now = Instant.now();
        return underWay.values().stream()
                .map(since -> Duration.between(since, now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    private <T> T patiently(Call<T> call) {
        Instant since = Instant.now();
        underWay.put(Thread.currentThread(), since);
        try {
            return untilAnswered(call, since.plus(PATIENCE));
        } finally {
            underWay.remove(Thread.currentThread());
        }
    }

    private <T> T untilAnswered(Call<T> call, Instant end) {
        Map<String, Integer> losses = new TreeMap<>();
        while (true) {
            Exception lost;
            try {
                T answer = call.make();
                answered.incrementAndGet();
                return answer;
            } catch (EcrException answer) {
                if (answer.statusCode() < 500) {
                    answered.incrementAndGet();
                    throw new RefusedException(answer);
                }
                lost = answer;
            } catch (SdkClientException | UncheckedIOException | IOException unanswered) {
                lost = unanswered;
            }
            losses.merge(lost instanceof EcrException answer ? "HTTP " + answer.statusCode() : lost.toString(), 1, Integer::sum);
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("no answer for " + PATIENCE + ": " + losses, lost);
            }
            pause();
        }
    }

    private void pause() {
        try {
            never.await(MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was ended", e);
        }
    }
}
