package dev.ferry.local.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps web pages out. A browser on this machine reaches what listens on loopback for any page that it shows, and a name that
 * an attacker's server resolves to 127.0.0.1 even makes both one origin. So a request has to be for a name of this machine,
 * and if a browser says which page sent it, for a page of the same origin. Clients that are no browsers send no such header.
 */
final class OwnAddresses implements HttpHandler {
    private static final Pattern HOST = Pattern.compile("(?<name>\\[[0-9a-f:.]+]|[^:\\[\\]]+)(?::[0-9]{1,5})?");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:.+\\.)?localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]|host\\.docker\\.internal");
    /** What a browser says of itself alone: it was asked by hand, or by a page of this origin. */
    private static final Set<String> OWN_SITES = Set.of("none", "same-origin");

    private final Set<String> names;
    private final HttpHandler next;

    /**
     * @param names by which it is reached besides, as through a proxy; without ports
     * @param next  answers what is let through
     */
    OwnAddresses(Set<String> names, HttpHandler next) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.next = next;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<String> refusal = refusal(exchange.getRequestHeaders());
        if (refusal.isEmpty()) {
            next.handle(exchange);
        } else {
            new HttpExchanges((request, body) -> GatewayResponse.errorAt(
                            request.rawPath(), 403, "AccessDeniedException", "DENIED", refusal.get()))
                    .handle(exchange);
        }
    }

    private Optional<String> refusal(Headers headers) {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !isOwn(hosts.get(0))) {
            return Optional.of("This is not a host of the gateway's: " + hosts
                    + ". It goes by localhost; --host adds the name that a proxy gives it.");
        }
        String own = "://" + hosts.get(0);
        if (headers.getOrDefault("Origin", List.of()).stream()
                .anyMatch(origin -> !origin.equalsIgnoreCase("http" + own) && !origin.equalsIgnoreCase("https" + own))) {
            return Optional.of("The request comes from a page of another origin: " + headers.get("Origin"));
        }
        return OWN_SITES.containsAll(headers.getOrDefault("Sec-Fetch-Site", List.of()))
                ? Optional.empty()
                : Optional.of("The request comes from a page of another site");
    }

    private boolean isOwn(String host) {
        Matcher parts = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return parts.matches()
                && (LOOPBACK.matcher(parts.group("name")).matches() || names.contains(parts.group("name")));
    }
}
