package dev.ferry.identity;

/**
 * The address to which a client sent its request, as the client knows it.
 *
 * @param scheme {@code http} or {@code https}
 * @param host   with the port, unless it is the scheme's own
 */
public record RequestEndpoint(String scheme, String host) {}
