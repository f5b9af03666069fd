package dev.ferry.cli;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.Page;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry backfill list}. */
@Command(
        name = "list",
        description = "Lists the backfills of an account, the latest first, up to 90 days after their end.",
        mixinStandardHelpOptions = true)
final class ListBackfills implements Callable<Integer> {
    private static final int PAGE = 100;

    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Option(names = "--account", paramLabel = "ID", required = true, description = "Whose registries: twelve digits.")
    private String account;

    @Override
    public Integer call() throws IOException {
        Stack opened = stack.open();
        List<Backfill> all = new ArrayList<>();
        for (RegionName region : opened.regions()) {
            Registry registry = new Registry(new AccountId(account), region);
            Optional<BackfillId> before = Optional.empty();
            do {
                Page<Backfill> page = opened.backfills(region).page(registry, before, PAGE);
                all.addAll(page.items());
                before = page.next().map(BackfillId::new);
            } while (before.isPresent());
        }
        PrintWriter out = spec.commandLine().getOut();
        (all.isEmpty() ? List.of("No backfills.") : BackfillText.lines(all)).forEach(out::println);
        out.flush();
        return 0;
    }
}
