package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.FerryHome;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the commands that the page shows have to say of the stack, or they would be about another.
 *
 * @param endpoint of its registries; none if it is the page's own address
 * @param options  of Ferry's own commands
 */
public record ShownCommands(boolean deployed, Optional<URI> endpoint, List<String> options) {
    public ShownCommands {
        options = List.copyOf(options);
    }

    public static ShownCommands ofDeployed() {
        return new ShownCommands(true, Optional.empty(), List.of("--deployed"));
    }

    /** @param data the cloud's data folder */
    public static ShownCommands ofLocal(Optional<URI> endpoint, Path data) {
        Path folder = data.toAbsolutePath();
        boolean usual = folder.equals(FerryHome.data().toAbsolutePath());
        return new ShownCommands(false, endpoint, usual ? List.of() : List.of("--data", folder.toString()));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("deployed", deployed).put("command", FerryHome.command());
        endpoint.ifPresent(there -> json.put("endpoint", there.toString()));
        options.forEach(json.putArray("options")::add);
        return json;
    }
}
