package dev.ferry.local.uploads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.ferry.registry.Registry;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.PackagedFunctions;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TemplateSettings;
import dev.ferry.testing.TestImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
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
