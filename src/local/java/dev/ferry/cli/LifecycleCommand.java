package dev.ferry.cli;

import picocli.CommandLine.Command;

/** {@code ferry lifecycle}: what the schedule does once a day, for whoever runs the stack. */
@Command(
        name = "lifecycle",
        description = "Evaluates lifecycle policies.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "run",
        subcommands = RunLifecycles.class)
public final class LifecycleCommand {}
