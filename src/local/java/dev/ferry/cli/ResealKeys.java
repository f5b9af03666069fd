package dev.ferry.cli;

import dev.ferry.identity.Resealing;
import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ferry keys reseal}: after it the sealing key that was in force before is not needed any more. */
@Command(
        name = "reseal",
        description = "Seals the access keys of a stack, and the key of its tokens, with the first of the sealing keys in "
                + "FERRY_SEALING_KEY, whichever of them they are sealed with. They stay usable meanwhile.",
        mixinStandardHelpOptions = true)
final class ResealKeys implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Stack opened = stack.openInNamedRegions();
        if (opened.sealingKeys().isEmpty()) {
            throw new IOException("set FERRY_SEALING_KEY to the new sealing key, a comma, and the one that it replaces");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean allReadable = true;
        for (RegionName region : opened.regions()) {
            Resealing done = opened.keys().reseal(region);
            out.println(region + ": " + done.resealed() + " sealed anew, " + done.current() + " sealed so before"
                    + (done.unreadable() == 0 ? "" : ", " + done.unreadable()
                            + " that none of these sealing keys opens, and nobody can use: revoke them"));
            allReadable &= done.unreadable() == 0;
        }
        out.flush();
        return allReadable ? 0 : 1;
    }
}
