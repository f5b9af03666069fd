package dev.ferry.cli.console;

import dev.ferry.local.http.GatewayResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page and its parts, as they lie on the class path. */
final class Assets {
    /** So no path leaves the folder. */
    private static final Pattern NAME = Pattern.compile("[a-z-]+\\.(?<type>html|css|js|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    GatewayResponse at(String name) {
        return type(name)
                .flatMap(type -> content(name).map(bytes -> GatewayResponse.json(200, type, bytes)))
                .orElseGet(() -> GatewayResponse.message(404, "The console has no such part"));
    }

    private static Optional<String> type(String name) {
        return Optional.of(NAME.matcher(name)).filter(matcher -> matcher.matches()).map(matcher -> TYPES.get(matcher.group("type")));
    }

    private static Optional<byte[]> content(String name) {
        try (InputStream part = Assets.class.getResourceAsStream("/console/" + name)) {
            return part == null ? Optional.empty() : Optional.of(part.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
