package dev.ferry.cli;

import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ferry lifecycle run}. */
@Command(
        name = "run",
        description = "Has the lifecycle policies of all repositories evaluated now; lastEvaluatedAt of each tells when it was.",
        mixinStandardHelpOptions = true)
final class RunLifecycles implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Stack opened = stack.open();
        PrintWriter out = spec.commandLine().getOut();
        for (RegionName region : opened.regions()) {
            opened.lifecycles(region).start(region);
            out.println("The lifecycle policies in " + region + " are being evaluated.");
            out.flush();
        }
        return 0;
    }
}
