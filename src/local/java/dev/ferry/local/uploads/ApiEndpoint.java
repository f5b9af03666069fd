package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayRequest;
import java.net.URI;
import java.util.Locale;

/** Where a deployed stack's HTTP API is: its output {@code Endpoint}, or a domain name of its own. */
public final class ApiEndpoint {
    private final URI origin;

    private ApiEndpoint(URI origin) {
        this.origin = origin;
    }

    /** @throws IllegalArgumentException for whatever is no http or https URL of a host alone; the message is for a person */
    public static ApiEndpoint parse(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw refused(url, e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean hostAlone = uri.getHost() != null
                && uri.getRawUserInfo() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!hostAlone || !(scheme.equals("http") || scheme.equals("https"))) {
            throw refused(url, null);
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new ApiEndpoint(URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port));
    }

    private static IllegalArgumentException refused(String url, IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "'" + url + "' is not the http or https URL of a stack: give its output Endpoint, which has neither a path nor "
                        + "a query, such as https://a1b2c3d4e5.execute-api.us-west-2.amazonaws.com",
                cause);
    }

    String host() {
        return origin.getAuthority();
    }

    /** Where a request goes. */
    URI of(GatewayRequest request) {
        return URI.create(origin + request.rawPath() + (request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery()));
    }

    /**
     * A URL of an answer as a gateway in front of the endpoint gives it out: the registry's without a host, so that it leads
     * back to whatever was asked; what the endpoint has besides with its host; that of another host as it is.
     */
    String givenOut(String url) {
        String path = url.startsWith(origin + "/") ? url.substring(origin.toString().length()) : url;
        return path.startsWith("/") && !RegistryPaths.isRegistryPath(path) ? origin + path : path;
    }

    @Override
    public String toString() {
        return origin.toString();
    }
}
