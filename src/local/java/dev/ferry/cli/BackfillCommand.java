package dev.ferry.cli;

import picocli.CommandLine.Command;

/** {@code ferry backfill}: what AWS's CLI has operations for since November 2026, for whoever runs the stack. */
@Command(
        name = "backfill",
        description = "Copies to a destination what was in a registry before it replicated there.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(start | stop | list | show)",
        subcommands = {StartBackfill.class, StopBackfill.class, ListBackfills.class, ShowBackfill.class})
public final class BackfillCommand {}
