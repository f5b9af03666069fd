package dev.ferry.replication;

import dev.ferry.registry.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rules and destinations for tests. */
final class Configurations {
    private Configurations() {}

    /** As many different destinations. */
    static List<Registry> destinations(int number) {
        return destinations(0, number);
    }

    /** The destinations from the first number up to, and without, the last. */
    static List<Registry> destinations(int first, int last) {
        return IntStream.range(first, last)
                .mapToObj(i -> Registry.of(String.format("%012d", i / 2), i % 2 == 0 ? "eu-west-1" : "us-west-2"))
                .toList();
    }

    static ReplicationRule rule(List<Registry> destinations, String... prefixes) {
        return new ReplicationRule(
                destinations, Arrays.stream(prefixes).map(RepositoryFilter::new).toList());
    }

    static ReplicationConfiguration configuration(ReplicationRule... rules) {
        return new ReplicationConfiguration(List.of(rules));
    }
}
