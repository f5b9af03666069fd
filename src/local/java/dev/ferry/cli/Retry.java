package dev.ferry.cli;

import dev.ferry.registry.AccountId;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry retry}: has what failed attempted anew. */
@Command(
        name = "retry",
        description = "Attempts failed replications anew, once a person has put right what they failed for.",
        mixinStandardHelpOptions = true)
public final class Retry implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PUSH", description = "A push, as status shows it.")
    private Optional<String> push = Optional.empty();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DESTINATION",
            description = "One of its destinations, such as 444455556666/eu-west-1 (default: all that failed).")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--all", description = "Everything that failed.")
    private boolean all;

    @Option(names = "--account", paramLabel = "ID", description = "Only what was pushed to this account.")
    private Optional<String> account = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            defaultValue = "P7D",
            description = "How far --all looks back, in ISO 8601 (default: ${DEFAULT-VALUE}).")
    private Duration since;

    @Override
    public Integer call() throws IOException {
        if (all == push.isPresent()) {
            throw new ParameterException(spec.commandLine(), "Say either which push, or --all");
        }
        Stack opened = stack.open();
        Instant now = Instant.now();
        PrintWriter out = spec.commandLine().getOut();
        int begun = new FailureSelection(push.map(PushId::new), account.map(AccountId::new), destination)
                .retry(opened, now.minus(since), now, replication -> tell(out, replication));
        out.println(begun == 0 ? "Nothing of that failed." : begun + " attempted anew; " + FerryHome.command() + " status shows how it goes.");
        out.flush();
        return begun == 0 && !all ? 1 : 0;
    }

    private static void tell(PrintWriter out, Replication replication) {
        out.println("push " + replication.push() + " to " + replication.destination() + ": attempt " + (replication.attempt() + 1));
        out.flush();
    }
}
