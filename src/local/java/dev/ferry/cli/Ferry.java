package dev.ferry.cli;

import dev.ferry.cli.demo.Demo;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line, {@code ./ferry}. */
@Command(
        name = "ferry",
        mixinStandardHelpOptions = true,
        header = "A private container registry that replicates images the way Amazon ECR does.",
        subcommands = {Demo.class, Up.class, Environment.class, MakeImage.class, OpenGateway.class, Status.class, Explain.class, OpenConsole.class, Wait.class, Retry.class, BackfillCommand.class, LifecycleCommand.class, Keys.class, HelpCommand.class})
public final class Ferry {
    /** A command does its work by the services of the functions; what they log of it is no answer to a person. */
    private static final Logger SERVICES = Logger.getLogger("dev.ferry.service");

    private Ferry() {}

    public static void main(String[] arguments) {
        SERVICES.setLevel(Level.WARNING);
        System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"help"} : arguments));
    }

    /** What stops a command is one line for a person; the exit code is 1, and 2 for a command that is not understood. */
    public static CommandLine commandLine() {
        return new CommandLine(new Ferry()).setExecutionExceptionHandler((exception, command, result) -> {
            command.getErr().println("ferry: " + (exception.getMessage() == null ? exception : exception.getMessage()));
            return 1;
        });
    }
}
