package dev.ferry.cli;

import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.BoundedCalls;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.local.http.WholeBodies;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.uploads.ApiEndpoint;
import dev.ferry.local.uploads.ForwardedApi;
import dev.ferry.local.uploads.LayerBodies;
import dev.ferry.local.uploads.RegistryPaths;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ferry gateway}: lets container tools push layers of any size to a deployed stack, until it is interrupted. */
@Command(
        name = "gateway",
        description = "Lets container tools on this machine push layers of any size to a deployed stack: passes on what they "
                + "send, large layers straight to the store, until it is interrupted.",
        mixinStandardHelpOptions = true)
public final class OpenGateway implements Callable<Integer> {

    @Parameters(
            paramLabel = "ENDPOINT",
            description = "The stack's output Endpoint, such as https://….execute-api.us-west-2.amazonaws.com.")
    private String endpoint;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Where it listens, on the loopback interface; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private HostNames hosts;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ConsoleLog log = new ConsoleLog(System.err, Clock.systemUTC());
        ApiEndpoint stack = ApiEndpoint.parse(endpoint);
        Gateway gateway = Foreground.gateway(port, hosts);
        BoundedCalls api = new BoundedCalls(new ForwardedApi(stack, log));
        BodyMemory memory = BodyMemory.withTemporaryFiles();
        gateway.open(new HttpExchanges(new RegistryPaths(
                stack, new LayerBodies(api, memory, new WholeBodies(Functions.PAYLOAD_LIMIT, memory, api)))));
        Foreground.untilInterrupted(gateway.endpoint(), log, gateway::close);
        return 0;
    }
}
