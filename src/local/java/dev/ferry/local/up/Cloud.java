package dev.ferry.local.up;

import dev.ferry.local.events.EventBus;
import dev.ferry.local.events.EventsApi;
import dev.ferry.local.gateway.AccountKeys;
import dev.ferry.local.gateway.Gateway;
import dev.ferry.local.gateway.HttpApi;
import dev.ferry.local.lambda.Artefact;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.FailureQueues;
import dev.ferry.local.lambda.FunctionEnvironment;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.RuntimeApi;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.s3.LocalS3;
import dev.ferry.local.stack.LocalClients;
import dev.ferry.local.stack.LocalCredentials;
import dev.ferry.local.stack.LocalEndpoints;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.StackSource;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.local.template.Trigger;
import dev.ferry.local.triggers.RegionClients;
import dev.ferry.local.triggers.Triggers;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Ferry on one machine: the services it needs, and its functions behind their triggers, as the template declares them. All
 * Regions are in it; each one's stack is made when it is first touched.
 */
public final class Cloud implements AutoCloseable {
    /** The account that Ferry itself is deployed to; any other is a tenant's. */
    public static final String OPERATOR = "000000000000";

    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    private static final StackLocation HOME = new StackLocation(OPERATOR, "us-east-1");

    /** A function that answers a waiting client handles two events at a time; for the others the next event waits. */
    private static final int PROCESSES_BEHIND_HTTP = 2;

    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final Gateway gateway;

    private Cloud(CloudSettings settings) throws IOException {
        Clock clock = Clock.systemUTC();
        try {
            gateway = started(new Gateway(settings.port(), Functions.PAYLOAD_LIMIT), Gateway::close);
            CompletableFuture<Template> template = CompletableFuture.supplyAsync(() -> template(settings));
            CompletableFuture<Artefact> artefact = CompletableFuture.supplyAsync(() -> artefact(settings));
            RuntimeApi runtimeApi = started(new RuntimeApi(), RuntimeApi::close);
            LocalServices services = services(settings);
            LocalClients clients = services.clients();

            Functions functions = started(
                    new Functions(
                            joined(template).functions(),
                            Cloud::processes,
                            joined(artefact),
                            environment(services),
                            OPERATOR,
                            runtimeApi,
                            settings.log()),
                    Functions::close);
            FailureQueues failureQueues = (region, queue, body) -> clients.sqs(region).sendMessage(message -> message
                    .queueUrl(clients.sqs(region).getQueueUrl(url -> url.queueName(queue)).queueUrl())
                    .messageBody(body));
            AsynchronousInvocations asynchronous = started(
                    new AsynchronousInvocations(
                            functions, OPERATOR, failureQueues, RetryDelay.LOCAL, clock, settings.log()),
                    AsynchronousInvocations::close);
            Triggers triggers = started(
                    new Triggers(
                            functions,
                            asynchronous,
                            region -> new RegionClients(clients.dynamoDb(region), clients.streams(region), clients.sqs(region)),
                            failureQueues,
                            RetryDelay.LOCAL,
                            settings.data().resolve("streams"),
                            clock,
                            settings.log()),
                    Triggers::close);
            services.stacks().onReady(stack -> {
                settings.log().did("cloud", "the stack of " + stack.region() + " is ready");
                triggers.start(new StackLocation(OPERATOR, stack.region()), stack.template());
            });
            services.stacks().resume();

            EventBus bus = new EventBus(joined(template).functions(), asynchronous, settings.log());
            AccountKeys keys = new AccountKeys(services.credentials().accessKeyId(), OPERATOR);
            gateway.open(new HttpApi(
                    joined(template).functions(),
                    keys,
                    keys,
                    functions,
                    new EventsApi(bus, clock),
                    region -> services.stacks().stackOf(region),
                    HOME,
                    clock,
                    settings.log()));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything; returns when requests are answered.
     *
     * @throws IOException      if the port is taken, the data folder in use, or a part of the build missing
     * @throws RuntimeException if the template cannot be followed, or the data does not fit it
     */
    public static Cloud start(CloudSettings settings) throws IOException {
        return new Cloud(settings);
    }

    /** Where the HTTP API listens. */
    public URI endpoint() {
        return gateway.endpoint();
    }

    /** Stops everything, the front door first; no process is left. */
    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
