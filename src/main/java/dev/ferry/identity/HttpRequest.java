package dev.ferry.identity;

import dev.ferry.policy.RequestOrigin;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request that came to one of the front doors, as it was sent; nobody has been found out to vouch for it.
 *
 * @param path     percent-encoding and all
 * @param query    as it was sent, without the authorization mark; empty if there is none
 * @param headers  one value a name, whatever the name's case
 * @param body     decoded, if its transport carries it as base64; not copied
 * @param sourceIp the address that the connection came from, if the transport tells it
 */
public record HttpRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        Optional<String> sourceIp) {

    public HttpRequest {
        Map<String, String> byAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byAnyCase.putAll(headers);
        headers = Collections.unmodifiableMap(byAnyCase);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** What it was sent to: what carries it says by which protocol, and over any that does not it is TLS as on AWS. */
    public RequestEndpoint endpoint() {
        String scheme = header("X-Forwarded-Proto").filter("http"::equals).orElse("https");
        return new RequestEndpoint(scheme, header("Host").orElse(""));
    }

    /** From where it came, as policies see it. */
    public RequestOrigin origin() {
        return new RequestOrigin(sourceIp, header("User-Agent"), header("Referer"));
    }
}
