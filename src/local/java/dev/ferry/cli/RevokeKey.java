package dev.ferry.cli;

import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry keys revoke}: a key that signs no more. */
@Command(
        name = "revoke",
        description = "Revokes an access key, and with it its tokens. Functions that know it follow within a minute.",
        mixinStandardHelpOptions = true)
final class RevokeKey implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "The id of the key.")
    private String id;

    @Override
    public Integer call() throws IOException {
        Stack opened = stack.open();
        List<String> revoked = opened.regions().stream()
                .filter(region -> opened.keys().delete(region, id))
                .map(RegionName::value)
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (revoked.isEmpty()) {
            spec.commandLine().getErr().println("ferry: there is no access key " + id);
            return 1;
        }
        out.println(id + " is revoked in " + String.join(", ", revoked)
                + "; requests and tokens of it are refused within a minute");
        out.flush();
        return 0;
    }
}
