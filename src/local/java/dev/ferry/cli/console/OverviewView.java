package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.RegionEntries;
import dev.ferry.cli.Stack;
import dev.ferry.cli.console.Lags.Route;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The registries, and for each destination of their rules what is open, what failed and how long it takes. */
final class OverviewView implements ConsoleView {
    private static final Duration SINCE = Duration.ofDays(7);
    /** Of a Region; where more is open or failed, they are not counted to the end for a page. */
    private static final int COUNTED = 2_000;
    private static final int PUSHES = 300;

    private final RecentPushes pushes;
    private final Clock clock;

    OverviewView(RecentPushes pushes, Clock clock) {
        this.pushes = pushes;
        this.clock = clock;
    }

    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        Instant now = clock.instant();
        Map<Registry, ReplicationConfiguration> known = KnownRegistries.of(stack);
        Map<Route, Integer> open = new HashMap<>();
        Map<Route, Integer> failed = new HashMap<>();
        for (RegionName region : stack.regions()) {
            RegionEntries entries = new RegionEntries(stack, region, Optional.empty(), now.minus(SINCE));
            count(entries.open(), open);
            count(entries.failed(), failed);
        }
        Set<Route> routes = routes(known);
        routes.addAll(open.keySet());
        routes.addAll(failed.keySet());
        Set<Registry> registries = new TreeSet<>(known.keySet());
        routes.stream().flatMap(route -> Stream.of(route.from(), route.to())).forEach(registries::add);
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode named = all.putArray("registries");
        registries.forEach(registry -> named.add(registry.toString()));
        Lags lags = new Lags(pushes.read(stack, PUSHES), now);
        ArrayNode ways = all.putArray("routes");
        for (Route route : routes) {
            ObjectNode way = ways.addObject()
                    .put("from", route.from().toString())
                    .put("to", route.to().toString())
                    .put("open", open.getOrDefault(route, 0))
                    .put("failed", failed.getOrDefault(route, 0))
                    .put("configured", known.getOrDefault(route.from(), ReplicationConfiguration.NONE)
                            .destinations().anyMatch(route.to()::equals));
            lags.write(route, way);
        }
        return all;
    }

    private static Set<Route> routes(Map<Registry, ReplicationConfiguration> known) {
        Set<Route> routes = new TreeSet<>(Comparator.comparing(Route::from).thenComparing(Route::to));
        known.forEach((from, configuration) -> configuration.destinations().forEach(to -> routes.add(new Route(from, to))));
        return routes;
    }

    private static void count(Stream<Entry> entries, Map<Route, Integer> counts) {
        entries.limit(COUNTED).forEach(entry -> entry.destination()
                .ifPresent(to -> counts.merge(new Route(entry.source(), to), 1, Integer::sum)));
    }
}
