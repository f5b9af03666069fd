package dev.ferry.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.ImageKey;
import dev.ferry.service.replication.ReplicationExplanations.Explanation;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
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

/** {@code ferry explain}: why an image does not arrive, asked before it is pushed and after. */
@Command(
        name = "explain",
        description = "Says for each rule and destination whether a push of IMAGE would replicate now, and why or why not; and what "
                + "became of its last push, step by step.",
        mixinStandardHelpOptions = true)
public final class Explain implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            converter = ImageName.Converter.class,
            description = "Such as 111122223333/us-west-2/team/app:1.0, or with @sha256:… for the tag; without either, a push by digest "
                    + "of which nothing was made yet.")
    private ImageName image;

    @Option(names = "--json", description = "For a program.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Stack opened = stack.openIn(image.registry().region());
        List<Explanation> explanations = opened.explanations().explain(image.registry(), image.repository(), image.tag());
        Optional<PushHistory> lastPush = lastPush(opened);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            all.set("rules", ExplainedRules.json(explanations));
            lastPush.ifPresent(push -> all.set("lastPush", ExplainedPush.json(push)));
            out.println(all.toPrettyString());
        } else {
            write(out, explanations);
            lastPush.map(ExplainedPush::lines).orElse(List.of()).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private Optional<PushHistory> lastPush(Stack opened) {
        return image.digest()
                .or(() -> image.tag().flatMap(tag -> opened.tagged(image.registry(), image.repository(), tag)))
                .flatMap(digest -> opened.statuses().lastPush(image.registry(),
                        ImageKey.of(image.registry().account(), image.repository(), digest), image.tag()));
    }

    private void write(PrintWriter out, List<Explanation> explanations) {
        if (explanations.isEmpty()) {
            out.println("The registry " + image.registry() + " has no replication rule.");
        } else {
            TextTable table = new TextTable("RULE", "DESTINATION", "REPLICATES", "WHY");
            explanations.forEach(one -> table.row(
                    Integer.toString(one.rule()), one.destination().toString(), verdict(one), one.why()));
            table.takeLines().forEach(out::println);
        }
    }

    private static String verdict(Explanation one) {
        return one.replicates() ? "yes" : one.refused().map(code -> "no, " + code.code()).orElse("no");
    }
}
