package dev.ferry.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.api.ApiRequest;
import dev.ferry.api.ApiResponse;
import dev.ferry.api.FrontDoor;
import dev.ferry.identity.AccessKey;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.Caller;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;

/** The API's front door on a port of its own, and the AWS SDK's clients that sign their requests to it. */
public final class ApiServer implements AutoCloseable {
    private static final AtomicLong LAST_ACCOUNT = new AtomicLong(100_000_000_000L);
    private static final int THREADS = 8;

    private final Beans beans;
    private final FrontDoor door;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;

    public ApiServer() {
        this(FerryBeans.create());
    }

    /** The same over beans of a test's own. */
    public ApiServer(Beans beans) {
        this.beans = beans;
        this.door = beans.get(FrontDoor.class);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", this::answer);
        server.setExecutor(executor);
        server.start();
    }

    /** An account that no other test has. */
    public static String newAccount() {
        return Long.toString(LAST_ACCOUNT.incrementAndGet());
    }

    public Beans beans() {
        return beans;
    }

    /** ECR as the root user of an account sees it. */
    public EcrClient ecr(String account, String region) {
        return ecrAs("arn:aws:iam::" + account + ":root", region);
    }

    /** ECR as a principal sees it, by whose ARN it is known. */
    public EcrClient ecrAs(String principalArn, String region) {
        return configured(EcrClient.builder(), principalArn, region).region(Region.of(region)).build();
    }

    public IamClient iam(String account) {
        return configured(IamClient.builder(), "arn:aws:iam::" + account + ":root", "us-east-1")
                .region(Region.US_EAST_1)
                .build();
    }

    public AccountClient accountManagement(String account) {
        return configured(AccountClient.builder(), "arn:aws:iam::" + account + ":root", "us-east-1")
                .region(Region.US_EAST_1)
                .build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, String principalArn, String region) {
        String id = caller(principalArn, region).accessKeyId();
        return builder.endpointOverride(endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(id, "secret of " + id)))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)));
    }

    /** A principal, with an access key in the Region. */
    public Caller caller(String principalArn, String region) {
        String account = principalArn.split(":")[4];
        String id = "K" + Integer.toHexString(principalArn.hashCode()) + "A" + account;
        Caller caller = new Caller(id, new AccountId(account), principalArn);
        beans.get(AccessKeyTable.class).put(new RegionName(region), AccessKey.longTerm(caller, "secret of " + id));
        return caller;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            URI uri = exchange.getRequestURI();
            ApiResponse response = door.answer(new ApiRequest(
                    exchange.getRequestMethod(),
                    uri.getRawPath(),
                    Optional.ofNullable(uri.getRawQuery()).orElse(""),
                    headers,
                    exchange.getRequestBody().readAllBytes(),
                    Optional.of(exchange.getRemoteAddress().getAddress().getHostAddress())));
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), response.body().length);
            exchange.getResponseBody().write(response.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
    }
}
