package dev.ferry.local.operations;

import picocli.CommandLine.Command;

/** {@code ferry keys}: who may sign requests. */
@Command(
        name = "keys",
        description = "Makes, lists and revokes the access keys that requests are signed with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(create | list | revoke)",
        subcommands = {CreateKey.class, ListKeys.class, RevokeKey.class})
public final class Keys {}
