package dev.ferry.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.FailureCode;
import dev.ferry.service.replication.ReplicationExplanations.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry explain}: why an image does not arrive, asked before it is pushed. */
@Command(
        name = "explain",
        description = "Says for each rule and destination whether a push of IMAGE would replicate now, and why or why not.",
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
            description = "Such as 111122223333/us-west-2/team/app:1.0; without the tag, a push by digest.")
    private ImageName image;

    @Option(names = "--json", description = "For a program.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<Explanation> explanations = stack.openIn(image.registry().region()).explanations()
                .explain(image.registry(), image.repository(), image.tag());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(explanations).toPrettyString());
        } else if (explanations.isEmpty()) {
            out.println("The registry " + image.registry() + " has no replication rule.");
        } else {
            TextTable table = new TextTable("RULE", "DESTINATION", "REPLICATES", "WHY");
            explanations.forEach(one -> table.row(
                    Integer.toString(one.rule()), one.destination().toString(), verdict(one), one.why()));
            table.takeLines().forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static String verdict(Explanation one) {
        return one.replicates() ? "yes" : one.refused().map(code -> "no, " + code.code()).orElse("no");
    }

    private static ArrayNode json(List<Explanation> explanations) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        explanations.forEach(one -> {
            ObjectNode each = all.addObject()
                    .put("rule", one.rule())
                    .put("region", one.destination().region().value())
                    .put("registryId", one.destination().account().value())
                    .put("replicates", one.replicates())
                    .put("why", one.why());
            one.refused().map(FailureCode::code).ifPresent(code -> each.put("failureCode", code));
        });
        return all;
    }
}
