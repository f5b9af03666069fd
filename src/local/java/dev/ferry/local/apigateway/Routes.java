package dev.ferry.local.apigateway;

import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Trigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes that the template declares, the most exact first. */
final class Routes {
    private final List<Route> routes;

    /** A route and the values of its path's parameters. */
    record Match(Route route, Map<String, String> parameters) {}

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    static Routes of(List<LambdaFunction> functions) {
        List<Route> routes = new ArrayList<>();
        for (LambdaFunction function : functions) {
            for (Trigger trigger : function.triggers()) {
                if (trigger instanceof Trigger.HttpRoute route) {
                    routes.add(Route.of(route, function.logicalId()));
                }
            }
        }
        routes.sort(Comparator.comparingInt(Route::precision).reversed());
        return new Routes(List.copyOf(routes));
    }

    Optional<Match> match(String method, String rawPath) {
        List<String> path = Route.split(rawPath);
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = route.match(method, path);
            if (parameters.isPresent()) {
                return Optional.of(new Match(route, parameters.get()));
            }
        }
        return Optional.empty();
    }
}
