package dev.ferry.cli;

import dev.ferry.cli.console.Console;
import dev.ferry.local.control.ConsolePaths;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.HttpExchanges;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ferry console}: the console of a stack on AWS, or of a local cloud that runs, until it is interrupted. */
@Command(
        name = "console",
        description = "Shows registries, pushes and replications on a web page of this machine, until it is interrupted. "
                + "ferry up has the same page at its own address.",
        mixinStandardHelpOptions = true)
public final class OpenConsole implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "5001",
            description = "Where it listens, on the loopback interface; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private HostNames hosts;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ConsoleLog log = new ConsoleLog(System.err, Clock.systemUTC());
        Console console = Console.asking(stack.follow(), stack.shownCommands());
        Gateway gateway = Foreground.gateway(port, hosts);
        HttpExchanges others = new HttpExchanges((request, body) -> GatewayResponse.message(404, "The console is at /"));
        ConsolePaths paths = new ConsolePaths(others);
        paths.show(console);
        gateway.open(paths);
        Foreground.untilInterrupted(gateway.endpoint(), log, gateway::close);
        return 0;
    }
}
