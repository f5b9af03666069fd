package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.PART;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.identity.AccessKey;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.identity.Caller;
import dev.ferry.local.apigateway.AccountKeys;
import dev.ferry.local.apigateway.HttpApi;
import dev.ferry.local.events.EventBus;
import dev.ferry.local.events.EventsApi;
import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.local.http.WholeBodies;
import dev.ferry.local.lambda.AcceptedEvents;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.lambda.Invoker;
import dev.ferry.local.lambda.RecordedLog;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.PackagedFunctions;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TemplateSettings;
import dev.ferry.testing.TestImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The packaged functions behind an HTTP API that takes no more than AWS's does, and a gateway in front of it. */
@ExtendWith(PackagedFunctions.class)
@ResourceLock("packaged functions")
class ForwardedPushIT {
    private static final Registry REGISTRY = Registry.of("333344445555", "us-west-2");
    private static final String APP = Services.APP.value();
    private static final TestImage IMAGE = Images.image().layerSize(40 * 1024 * 1024).build();

    private final PackagedFunctions.Running functions;
    private final Services services = new Services();
    private final RecordedLog log = new RecordedLog();

    @TempDir
    Path accepted;

    private final AtomicInteger largestEvent = new AtomicInteger();
    private AsynchronousInvocations asynchronous;
    private Gateway stack;
    private Gateway gateway;
    private String token;

    ForwardedPushIT(PackagedFunctions.Running functions) {
        this.functions = functions;
    }

    @BeforeEach
    void open() throws IOException {
        services.deleteRepository(REGISTRY);
        services.repository(REGISTRY);
        token = token();
        Invoker invoker = (function, region, event) -> {
            largestEvent.accumulateAndGet(event.length, Math::max);
            return functions.invoke(function, new String(event, UTF_8));
        };
        asynchronous = new AsynchronousInvocations(invoker, REGISTRY.account().value(), AcceptedEvents.in(accepted),
                (region, queue, body) -> {}, RetryDelay.LOCAL, Clock.systemUTC(), log);
        HttpApi api = new HttpApi(
                PackagedFunctions.template().functions(),
                new AccountKeys("LOCALKEY", REGISTRY.account().value(), (region, id) -> false),
                request -> request,
                invoker,
                new EventsApi(new EventBus(asynchronous, log), Clock.systemUTC()),
                region -> {},
                new StackLocation(REGISTRY.account().value(), REGISTRY.region().value()),
                Clock.systemUTC(),
                log);
        BodyMemory memory = BodyMemory.withTemporaryFiles();
        stack = new Gateway(0);
        stack.open(new HttpExchanges(new WholeBodies(Functions.PAYLOAD_LIMIT, memory, api)));
        ApiEndpoint endpoint = ApiEndpoint.parse(stack.endpoint().toString());
        ForwardedApi forwarded = new ForwardedApi(endpoint, log);
        gateway = new Gateway(0);
        gateway.open(new HttpExchanges(new RegistryPaths(
                endpoint, new LayerBodies(forwarded, memory, new WholeBodies(Functions.PAYLOAD_LIMIT, memory, forwarded)))));
    }

    @AfterEach
    void close() {
        gateway.close();
        stack.close();
        asynchronous.close();
    }

    @Test
    @Tag("full")
    void a_large_layer_that_the_stack_refuses_whole_is_pushed_and_pulled_through_the_gateway() {
        RegistryClient direct = new RegistryClient(stack.endpoint(), token);
        assertThat(direct.pushBlob(APP, IMAGE.layers().get(0).bytes()).statusCode()).isEqualTo(413);

        RegistryClient registry = new RegistryClient(gateway.endpoint(), token);
        registry.push(APP, IMAGE, "1.0");

        HttpResponse<byte[]> manifest = registry.get("/v2/" + APP + "/manifests/1.0");
        assertThat(manifest.body()).isEqualTo(IMAGE.manifest());
        for (TestImage.Blob blob : IMAGE.blobs()) {
            HttpResponse<byte[]> pulled = registry.pullBlob(APP, blob.digest());
            assertThat(pulled.body()).isEqualTo(blob.bytes());
            assertThat(pulled.uri().getPort()).as("it comes from the store itself")
                    .isNotIn(gateway.endpoint().getPort(), stack.endpoint().getPort());
            assertThat(registry.send("HEAD", "/v2/" + APP + "/blobs/" + blob.digest()).headers()
                    .firstValueAsLong("Content-Length")).hasValue(blob.bytes().length);
        }
        assertThat(log.lines()).noneMatch(line -> line.startsWith("gateway"));
    }

    @Test
    void of_a_large_layer_the_functions_see_no_byte() {
        byte[] layer = IMAGE.layers().get(0).bytes();

        HttpResponse<byte[]> pushed = new RegistryClient(gateway.endpoint(), token).pushBlob(APP, layer);

        assertThat(pushed.statusCode()).isEqualTo(201);
        assertThat(largestEvent).hasValueLessThan(4096);
    }

    @Test
    void after_a_broken_connection_the_client_goes_on_behind_what_the_store_has() throws IOException {
        byte[] layer = IMAGE.layers().get(0).bytes();
        RegistryClient registry = new RegistryClient(gateway.endpoint(), token);
        String upload = registry.begin(APP);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort())) {
            socket.getOutputStream().write(("PATCH " + upload + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + token
                    + "\r\nContent-Length: " + layer.length + "\r\n\r\n").getBytes(ISO_8859_1));
            socket.getOutputStream().write(layer, 0, layer.length / 2);
        }
        await().until(() -> received(registry, upload) >= 2 * PART);

        int received = received(registry, upload);
        HttpResponse<byte[]> more = registry.send("PATCH", upload, Arrays.copyOfRange(layer, received, layer.length),
                "Content-Range", received + "-" + (layer.length - 1));

        assertThat(more.statusCode()).isEqualTo(202);
        assertThat(registry.send("PUT", upload + "?digest=" + Digest.sha256(layer)).statusCode()).isEqualTo(201);
        assertThat(registry.pullBlob(APP, Digest.sha256(layer)).body()).isEqualTo(layer);
    }

    private static int received(RegistryClient registry, String upload) {
        return Integer.parseInt(RegistryClient.header(registry.get(upload), "Range").substring(2)) + 1;
    }

    @Test
    void promise13_of_two_clients_that_write_to_one_upload_one_is_told_that_the_other_was_first() {
        RegistryClient registry = new RegistryClient(gateway.endpoint(), token);
        String upload = registry.begin(APP);
        List<byte[]> layers = Stream.of(5, 6).map(seed -> Images.image().seed(seed).layerSize(20 * 1024 * 1024).build())
                .map(image -> image.layers().get(0).bytes())
                .toList();

        List<Integer> statuses = layers.stream()
                .map(layer -> CompletableFuture.supplyAsync(() -> registry.send(
                        "PATCH", upload, layer, "Content-Range", "0-" + (layer.length - 1)).statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsExactlyInAnyOrder(202, 416);
        byte[] first = layers.get(statuses.indexOf(202));
        assertThat(registry.send("PUT", upload + "?digest=" + Digest.sha256(first)).statusCode()).isEqualTo(201);
        assertThat(registry.pullBlob(APP, Digest.sha256(first)).body()).isEqualTo(first);
    }

    @Test
    void whoever_did_not_log_in_is_asked_to() {
        HttpResponse<byte[]> answer = new RegistryClient(gateway.endpoint(), "").get("/v2/");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(RegistryClient.header(answer, "WWW-Authenticate")).startsWith("Basic realm=");
    }

    private String token() {
        AccessKeyTable keys = new AccessKeyTable(services.clients, Services.stack(), new TemplateSettings());
        AccessKey key = AccessKey.longTerm(
                new Caller("FERRYOFTHEGATEWAY001", REGISTRY.account(), "arn:aws:iam::" + REGISTRY.account() + ":root"), "any");
        keys.put(REGISTRY.region(), key);
        AuthorizationTokens tokens = new AuthorizationTokens(
                keys, keys::find, TemplateSettings.servedRegions(), Clock.systemUTC());
        return "Basic " + tokens.mint(REGISTRY, key.caller()).value();
    }
}
