package dev.ferry.upstream;

import dev.ferry.clients.UpstreamSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where upstream registries are, and where what they refer to may be. A rule names one of the hosts that ECR takes, over https;
 * a redirect or a token service may be any other public host, over https, so that no upstream makes a function ask within the
 * network that it runs in. Only the local cloud has upstreams on its own machine.
 */
@ApplicationScoped
public class UpstreamAddresses {
    private final Map<String, URI> local = new HashMap<>();

    public UpstreamAddresses(UpstreamSettings settings) {
        settings.localUpstreams().ifPresent(text -> Stream.of(text.split(",")).forEach(this::add));
    }

    private void add(String text) {
        String[] parts = text.strip().split("=", 2);
        if (parts.length != 2 || !isLoopback(URI.create(parts[1]))) {
            throw new IllegalArgumentException("an upstream on this machine is host=http://127.0.0.1:port, not " + text);
        }
        local.put(parts[0], URI.create(parts[1]));
    }

    private static boolean isLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost()) && uri.getPort() > 0;
    }

    URI of(String host) {
        return local.getOrDefault(host, URI.create("https://" + host));
    }

    /** Whether an upstream at this place may refer to that one. */
    boolean mayRefer(URI upstream, URI to) {
        if (isLoopback(upstream)) {
            return isLoopback(to);
        }
        return "https".equals(to.getScheme()) && to.getHost() != null && to.getUserInfo() == null && isPublic(to.getHost());
    }

    private static boolean isPublic(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).noneMatch(address -> address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress()
                    || isShared(address)
                    || isUniqueLocal(address));
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    /** What networks share behind a carrier's, or a VPC's, translation: 100.64.0.0/10 (RFC 6598). */
    private static boolean isShared(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
    }

    /** IPv6's private addresses, fc00::/7 (RFC 4193). */
    private static boolean isUniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }

    /**
     * Whether a credential for an upstream may go to a token service: on the same host, or under the same domain, as
     * {@code auth.docker.io} is for {@code registry-1.docker.io}.
     */
    boolean mayHaveCredential(URI upstream, URI service) {
        if (isLoopback(upstream)) {
            return isLoopback(service);
        }
        return upstream.getHost().equals(service.getHost())
                || !upstream.getHost().endsWith(".amazonaws.com") && domain(upstream).equals(domain(service));
    }

    private static String domain(URI uri) {
        String[] labels = uri.getHost().split("\\.");
        return labels.length < 2 ? uri.getHost() : labels[labels.length - 2] + "." + labels[labels.length - 1];
    }
}
