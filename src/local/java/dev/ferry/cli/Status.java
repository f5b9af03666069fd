package dev.ferry.cli;

import dev.ferry.registry.AccountId;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry status}: how the registries stand, what is on its way, and what did not arrive and why. */
@Command(
        name = "status",
        description = "Shows registries, what replicates at this moment, and what failed and why.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing needs attention", "1:it could not be found out", "2:the command was not understood",
            "3:something failed, or is open for too long"})
public final class Status implements Callable<Integer> {
    private static final int NEEDS_ATTENTION = 3;

    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Option(names = "--account", paramLabel = "ID", description = "Only what is pushed to or arrives at this account.")
    private Optional<String> account = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            defaultValue = "P7D",
            description = "How far to look back for failures, in ISO 8601 (default: ${DEFAULT-VALUE}).")
    private Duration since;

    @Option(
            names = "--open-too-long",
            paramLabel = "DURATION",
            defaultValue = "PT15M",
            description = "From when on what is open needs attention, in ISO 8601 (default: ${DEFAULT-VALUE}).")
    private Duration openTooLong;

    @Option(
            names = "--all",
            description = "Registries too that replicate nowhere, and of which nothing is open or failed.")
    private boolean all;

    @Option(names = "--json", description = "For a program.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Stack opened = stack.open();
        Instant now = Instant.now();
        List<RegionEntries> entries = opened.regions().stream()
                .map(region -> new RegionEntries(opened, region, account.map(AccountId::new), now.minus(since)))
                .toList();
        List<RegionStatus> regions = entries.stream()
                .map(region -> RegionStatus.of(region, openTooLong, now))
                .map(status -> all ? status : status.ofNote())
                .toList();
        boolean needsAttention = regions.stream().anyMatch(RegionStatus::needsAttention);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            StatusJson.write(out, regions, entries, needsAttention, now);
        } else {
            for (int region = 0; region < regions.size(); region++) {
                StatusText.write(out, regions.get(region), entries.get(region), now);
            }
            out.println(needsAttention
                    ? "Something needs attention. " + FerryHome.command() + " retry attempts anew what failed, once its reason is gone."
                    : "Nothing needs attention.");
        }
        out.flush();
        return needsAttention ? NEEDS_ATTENTION : 0;
    }
}
