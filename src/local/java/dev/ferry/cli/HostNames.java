package dev.ferry.cli;

import java.util.Set;
import picocli.CommandLine.Option;

/** By which names a person lets requests in. */
final class HostNames {
    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "A name by which it is reached besides this machine's own, as behind a proxy; may be repeated. "
                    + "Requests for other hosts, and from web pages, are refused.")
    private Set<String> names = Set.of();

    Set<String> all() {
        return names;
    }
}
