package dev.ferry.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.IssuedKey;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry keys list}: the keys that were made, without their secrets. */
@Command(name = "list", description = "Lists access keys, without their secrets.", mixinStandardHelpOptions = true)
final class ListKeys implements Callable<Integer> {
    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Option(names = "--account", paramLabel = "ID", description = "Only keys of this account.")
    private Optional<String> account = Optional.empty();

    @Option(names = "--json", description = "For a program.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Stack opened = stack.open();
        Map<RegionName, List<IssuedKey>> keys = new LinkedHashMap<>();
        opened.regions().forEach(region -> keys.put(region, opened.keys()
                .list(region, account.map(AccountId::new))
                // The local cloud's own keys of accounts were not made by anyone.
                .filter(key -> key.createdAt().isPresent())
                .toList()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(keys).toPrettyString());
        } else {
            TextTable table = new TextTable("ACCESS KEY", "REGION", "PRINCIPAL", "CREATED", "MAY DO", "DESCRIPTION");
            keys.forEach((region, ofRegion) -> ofRegion.forEach(key -> table.row(
                    key.id(),
                    region.value(),
                    key.principalArn(),
                    key.createdAt().orElseThrow().toString(),
                    key.policy().isPresent() ? "what its policy allows" : "all of its account",
                    key.description())));
            (table.isEmpty() ? List.of("No access keys.") : table.takeLines()).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static ArrayNode json(Map<RegionName, List<IssuedKey>> keys) {
        ArrayNode written = JsonNodeFactory.instance.arrayNode();
        keys.forEach((region, ofRegion) -> ofRegion.forEach(key -> {
            ObjectNode one = written.addObject()
                    .put("accessKeyId", key.id())
                    .put("region", region.value())
                    .put("account", key.account().value())
                    .put("principalArn", key.principalArn())
                    .put("createdAt", key.createdAt().orElseThrow().toString())
                    .put("description", key.description());
            key.policy().ifPresent(policy -> one.put("policy", policy));
        }));
        return written;
    }
}
