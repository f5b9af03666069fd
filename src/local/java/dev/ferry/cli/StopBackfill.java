package dev.ferry.cli;

import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry backfill stop}. */
@Command(
        name = "stop",
        description = "Has a backfill copy nothing more than what is under way.",
        mixinStandardHelpOptions = true)
final class StopBackfill implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REGISTRY", converter = RegistryName.class, description = "Such as 111122223333/us-west-2.")
    private Registry registry;

    @Parameters(index = "1", paramLabel = "BACKFILL", description = "Its id, as list shows it.")
    private String backfill;

    @Override
    public Integer call() throws IOException {
        Backfill stopping = stack.openIn(registry.region()).backfills(registry.region())
                .stop(registry, new BackfillId(backfill));
        PrintWriter out = spec.commandLine().getOut();
        out.println(stopping.status() + ": " + BackfillText.progress(stopping));
        out.flush();
        return 0;
    }
}
