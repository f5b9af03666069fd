package dev.ferry.cli;

import picocli.CommandLine.Command;

/** {@code ferry keys}: who may sign requests. */
@Command(
        name = "keys",
        description = "Makes, lists, revokes and seals anew the access keys that requests are signed with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(create | list | revoke | reseal)",
        subcommands = {CreateKey.class, ListKeys.class, RevokeKey.class, ResealKeys.class})
public final class Keys {}
