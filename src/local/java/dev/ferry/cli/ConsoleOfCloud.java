package dev.ferry.cli;

import dev.ferry.cli.console.Console;
import dev.ferry.cli.console.ShownCommands;
import dev.ferry.local.Cloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The console of a local cloud in this process, at the cloud's own address. */
public final class ConsoleOfCloud {
    private ConsoleOfCloud() {}

    /** @param data the cloud's data folder */
    public static void show(Cloud cloud, Path data) throws IOException {
        Console console = Console.told(
                LocalStackOf.running(data, StackOptions.PREFIX), ShownCommands.ofLocal(Optional.empty(), data));
        cloud.show(console, console::written);
    }
}
