package dev.ferry.cli;

import dev.ferry.registry.Page;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import dev.ferry.replication.BackfillResult;
import dev.ferry.service.replication.Backfills;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry backfill show}. */
@Command(
        name = "show",
        description = "Shows how a backfill stands, and once it has ended what became of each image.",
        mixinStandardHelpOptions = true)
final class ShowBackfill implements Callable<Integer> {
    private static final int PAGE = 1_000;

    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REGISTRY", converter = RegistryName.class, description = "Such as 111122223333/us-west-2.")
    private Registry registry;

    @Parameters(index = "1", paramLabel = "BACKFILL", description = "Its id, as list shows it.")
    private String id;

    @Option(names = "--failed", description = "Only the images that failed.")
    private boolean failed;

    @Override
    public Integer call() throws IOException {
        Backfills backfills = stack.openIn(registry.region()).backfills(registry.region());
        Backfill backfill = backfills.get(registry, new BackfillId(id));
        PrintWriter out = spec.commandLine().getOut();
        BackfillText.lines(List.of(backfill)).forEach(out::println);
        backfill.failureCode().ifPresent(code -> out.println("FAILED: " + code));
        Optional<BackfillResult.Status> wanted = failed ? Optional.of(BackfillResult.Status.FAILED) : Optional.empty();
        Optional<String> behind = Optional.empty();
        do {
            Page<BackfillResult> page = backfills.results(backfill, wanted, behind, PAGE);
            TextTable table = new TextTable("IMAGE", "STATUS", "CODE");
            page.items().forEach(result -> table.row(
                    image(result), result.status().name(), result.failureCode().orElse("-")));
            if (!table.isEmpty()) {
                table.takeLines().forEach(out::println);
            }
            behind = page.next();
        } while (behind.isPresent());
        out.flush();
        return 0;
    }

    private static String image(BackfillResult result) {
        return result.repository() + result.image().tag().map(tag -> ":" + tag).orElse("")
                + "@" + result.image().digest().orElseThrow();
    }
}
