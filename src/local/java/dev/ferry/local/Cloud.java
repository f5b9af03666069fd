package dev.ferry.local;

import com.sun.net.httpserver.HttpHandler;
import dev.ferry.local.control.ClientRequests;
import dev.ferry.local.control.ConsolePaths;
import dev.ferry.local.control.ControlPaths;
import dev.ferry.local.control.FerryVersion;
import dev.ferry.local.control.Reset;
import dev.ferry.local.dynamodb.WriteListener;
import dev.ferry.local.events.EventBus;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.identity.LocalSecret;
import dev.ferry.local.lambda.AcceptedEvents;
import dev.ferry.local.lambda.Artefact;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.FailureQueues;
import dev.ferry.local.lambda.FunctionEnvironment;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.RuntimeApi;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.stack.LocalClients;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.local.stack.StackSource;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.local.triggers.RegionClients;
import dev.ferry.local.triggers.Triggers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Ferry on one machine: the services it needs, and its functions behind their triggers, as the template declares them. All
 * Regions are in it; each one's stack is made when it is first touched.
 */
public final class Cloud implements AutoCloseable {
    /** The account that Ferry itself is deployed to; any other is a tenant's. */
    public static final String OPERATOR = "000000000000";

    static final StackLocation HOME = new StackLocation(OPERATOR, "us-east-1");

    /** What the functions unseal the secrets of access keys with; here it is the data folder's own. */
    private static final String SEALING_KEY = "FERRY_SEALING_KEY";

    /** Which Region's requests a function answers: here it is every Region's. */
    private static final String SERVED_REGION = "FERRY_SERVED_REGION";

    /** Side by side, of a function that answers a waiting client. */
    private static final int EVENTS_BEHIND_HTTP = 8;
    private static final int EVENTS_OF_OTHERS = 4;
    /** Each is a process then. */
    private static final int ISOLATED_BEHIND_HTTP = 2;
    private static final int ISOLATED_OF_OTHERS = 1;

    private final CloudSettings settings;
    private final Clock clock = Clock.systemUTC();
    /** How to end what was started, the last started first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private final Gateway gateway;
    private LocalServices services;
    private ConsolePaths console;

    private Cloud(CloudSettings settings) throws IOException {
        this.settings = settings;
        try {
            // First, since it fails soonest: another program may have the port.
            gateway = started(new Gateway(settings.port(), settings.hosts()), Gateway::close);
            CompletableFuture<Template> template = CompletableFuture.supplyAsync(this::template);
            CompletableFuture<Artefact> artefact = CompletableFuture.supplyAsync(this::artefact);
            services = started(
                    LocalServices.begin(
                            settings.dynamoDbLibraries(),
                            settings.data(),
                            new StackSource(settings.template(), OPERATOR, settings.allParameters())),
                    LocalServices::close);
            List<LambdaFunction> declared = joined(template).functions();
            Functions functions = startFunctions(declared, joined(artefact), services);
            functions.prepare(); // while DynamoDB Local starts
            services.awaitReady();
            FailureQueues failureQueues = failureQueues(services);
            AsynchronousInvocations asynchronous = started(
                    new AsynchronousInvocations(
                            functions,
                            OPERATOR,
                            AcceptedEvents.in(settings.data().resolve("events")),
                            failureQueues,
                            RetryDelay.LOCAL,
                            clock,
                            settings.log()),
                    AsynchronousInvocations::close);
            EventBus bus = new EventBus(asynchronous, settings.log());
            Triggers.check(declared);
            bus.add(HOME.region(), declared); // patterns that cannot be followed are better known now than later
            Triggers triggers = startTriggers(services, functions, asynchronous, bus, failureQueues);
            RegistryGateway registry = new RegistryGateway(settings, clock, declared, services);
            ClientRequests requests = new ClientRequests(registry.handler(functions, bus));
            openGateway(
                    requests,
                    services,
                    functions,
                    new Reset(requests, triggers, asynchronous, functions, services, registry.localKeys()));
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

    /**
     * Has a console answer its paths from now on.
     *
     * @param writes told of each write to a table, of whatever Region, so that it need not ask
     */
    public void show(HttpHandler pages, WriteListener writes) {
        services.onWrite(writes);
        console.show(pages);
    }

    /** Stops everything, the front door first; no process is left. */
    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }

    private Functions startFunctions(List<LambdaFunction> declared, Artefact artefact, LocalServices services)
            throws IOException {
        RuntimeApi runtimeApi = started(new RuntimeApi(), RuntimeApi::close);
        Map<String, String> environment = Map.of(
                SEALING_KEY, LocalSecret.in(settings.data()).sealingKey(),
                SERVED_REGION, "",
                "AWS_ACCESS_KEY_ID", services.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", services.credentials().secretAccessKey(),
                "AWS_ENDPOINT_URL_DYNAMODB", services.endpoints().dynamoDb().toString(),
                "AWS_ENDPOINT_URL_SQS", services.endpoints().sqs().toString(),
                "AWS_ENDPOINT_URL_S3", services.endpoints().s3().toString(),
                "AWS_ENDPOINT_URL_EVENTBRIDGE", endpoint().toString());
        return started(
                new Functions(
                        declared,
                        this::eventsAtATime,
                        artefact,
                        new FunctionEnvironment(HOME.region(), environment),
                        OPERATOR,
                        runtimeApi,
                        settings.log()),
                Functions::close);
    }

    private Triggers startTriggers(
            LocalServices services,
            Functions functions,
            AsynchronousInvocations asynchronous,
            EventBus bus,
            FailureQueues failureQueues) {
        LocalClients clients = services.direct();
        Triggers triggers = started(
                new Triggers(
                        functions,
                        this::eventsAtATime,
                        asynchronous,
                        region -> new RegionClients(
                                clients.dynamoDb(region), clients.streams(region), services.queues(region)),
                        failureQueues,
                        RetryDelay.LOCAL,
                        settings.data().resolve("streams"),
                        clock,
                        settings.log()),
                Triggers::close);
        services.onWrite(triggers::written);
        services.stacks().onReady(stack -> {
            settings.log().did("cloud", "the stack of " + stack.region() + " is ready");
            bus.add(stack.region(), stack.template().functions());
            asynchronous.resume(stack.region(), stack.template().functions());
            triggers.start(new StackLocation(OPERATOR, stack.region()), stack.template());
        });
        services.stacks().resume();
        return triggers;
    }

    private void openGateway(ClientRequests requests, LocalServices services, Functions functions, Reset reset)
            throws IOException {
        RunningCloud.announceGateway(settings.data(), endpoint());
        console = new ConsolePaths(new ControlPaths(
                FerryVersion.current(),
                services.stacks()::regions,
                Map.of("dynamodb", services::hasDynamoDb, "functions", functions::arePrepared),
                reset,
                requests));
        gateway.open(console);
        ends.push(gateway::close); // its end comes first, too
    }

    private static FailureQueues failureQueues(LocalServices services) {
        return (region, queue, body) -> {
            SqsClient sqs = services.queues(region);
            String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
            sqs.sendMessage(request -> request.queueUrl(url).messageBody(body));
        };
    }

    private Template template() {
        PartitionMetadata partition = PartitionMetadata.of(Region.of(HOME.region()));
        return TemplateReader.read(
                settings.template(),
                new TemplateParameters(
                        HOME.region(), OPERATOR, partition.id(), partition.dnsSuffix(),
                        settings.allParameters()));
    }

    private Artefact artefact() {
        try {
            return Artefact.unpack(settings.functionZip(), settings.unpacked(), settings.isolated());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the functions: " + e.getMessage(), e);
        }
    }

    private int eventsAtATime(LambdaFunction function) {
        boolean http = function.isBehindHttp();
        if (settings.isolated()) {
            return http ? ISOLATED_BEHIND_HTTP : ISOLATED_OF_OTHERS;
        }
        return http ? EVENTS_BEHIND_HTTP : EVENTS_OF_OTHERS;
    }

    private <T> T started(T part, Consumer<T> end) {
        ends.push(() -> end.accept(part));
        return part;
    }

    private static <T> T joined(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
