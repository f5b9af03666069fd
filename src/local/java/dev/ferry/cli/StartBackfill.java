package dev.ferry.cli;

import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.service.replication.Backfills;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry backfill start}. */
@Command(
        name = "start",
        description = "Starts to copy to DESTINATION all images of REGISTRY that its rules replicate there.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it was started, or with --wait all has arrived", "1:it could not be", "2:the command was not understood",
            "3:with --wait, something failed or it was stopped"})
final class StartBackfill implements Callable<Integer> {
    private static final int NOT_ALL_ARRIVED = 3;
    private static final long POLL_MILLIS = 500;

    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REGISTRY", converter = RegistryName.class, description = "Such as 111122223333/us-west-2.")
    private Registry registry;

    @Parameters(index = "1", paramLabel = "DESTINATION", converter = RegistryName.class, description = "Such as 111122223333/eu-west-1.")
    private Registry destination;

    @Option(names = "--wait", description = "Shows how it goes, until it has ended.")
    private boolean wait;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Backfills backfills = stack.openIn(registry.region()).backfills(registry.region());
        Backfill started = backfills.start(registry, destination);
        PrintWriter out = spec.commandLine().getOut();
        out.println(started.id());
        out.flush();
        return wait ? show(backfills, started, out) : 0;
    }

    private int show(Backfills backfills, Backfill started, PrintWriter out) throws InterruptedException {
        String shown = "";
        Backfill now = started;
        while (true) {
            String line = now.status() + ": " + BackfillText.progress(now);
            if (!line.equals(shown)) {
                out.println(line);
                out.flush();
                shown = line;
            }
            if (now.status().isTerminal()) {
                return now.status() == BackfillStatus.COMPLETE && now.progress().failed() == 0 ? 0 : NOT_ALL_ARRIVED;
            }
            Thread.sleep(POLL_MILLIS);
            now = backfills.get(registry, started.id());
        }
    }
}
